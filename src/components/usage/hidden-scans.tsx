import { useTranslations } from "next-intl";
import { ButtonLink } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icons.tsx";
import type { Tier } from "#lib/entitlements/tiers.ts";
import { routes } from "#shared/routes.ts";
import { useQuotaText } from "./quota-text.ts";

type Props = {
  count: number;
  /** How many scans the plan shows in a period. */
  limit: number | null;
  tier: Tier;
};

/** Scans that are recorded and not shown: how many, and what shows them. */
export function HiddenScans({ count, limit, tier }: Props) {
  const t = useTranslations("usage");
  const { planWithMore } = useQuotaText(tier);
  const plan = planWithMore({ meter: "trackedScans", limit });
  return (
    <section
      aria-label={t("hidden_label")}
      className="flex flex-wrap items-center gap-x-6 gap-y-3 border-s-4 border-yellow bg-yellow-wash px-4 py-3.5"
    >
      <p className="flex max-w-[70ch] min-w-0 flex-1 basis-80 gap-2.5">
        <Icon name="info" size={18} className="mt-[3px] shrink-0" />
        <span>{t("hidden", { count, plan: plan ?? "none" })}</span>
      </p>
      {plan && (
        <ButtonLink href={routes.billing} variant="primary">
          {t("upgrade", { plan })}
        </ButtonLink>
      )}
    </section>
  );
}
