import { useTranslations } from "next-intl";
import { NavLinks } from "#components/shell/nav-links.tsx";
import { routes } from "#shared/routes.ts";

/** The two kinds of codes, one beside the other: days of ours, and money off at Stripe. */
export function PromoTabs() {
  const t = useTranslations("admin.promo");
  return (
    <div className="-mt-2 mb-6 border-b border-hairline">
      <NavLinks
        label={t("tabs")}
        entries={[
          { href: routes.adminPromo(), label: t("tab_promo"), isExact: true },
          { href: routes.adminDiscounts(), label: t("tab_discounts") },
        ]}
      />
    </div>
  );
}
