import { useTranslations } from "next-intl";
import { TextLink } from "#components/ui/text-link.tsx";
import type { ListedDiscount } from "#lib/discounts/read-discounts.ts";
import { routes } from "#shared/routes.ts";
import { Records } from "../record-panel.tsx";
import { useRecordTexts } from "../record-texts.tsx";
import { DiscountStateBadge } from "./discount-state-badge.tsx";
import { useTermsTexts } from "./use-terms-texts.ts";

export function DiscountList({ codes }: { codes: ListedDiscount[] }) {
  const t = useTranslations("admin.discounts");
  const { instant } = useRecordTexts();
  const texts = useTermsTexts();
  return (
    <Records
      title={t("list_title")}
      rows={codes}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t("code"),
          show: ({ id, code }) => (
            <TextLink href={routes.adminDiscount(id)} className="figure font-semibold break-all">
              {code}
            </TextLink>
          ),
        },
        { label: t("off"), show: ({ terms }) => texts.off(terms) },
        { label: t("duration"), show: ({ terms }) => texts.duration(terms) },
        { label: t("plans"), show: ({ terms }) => texts.plans(terms) },
        {
          label: t("uses"),
          isNumeric: true,
          show: ({ timesRedeemed, terms }) => texts.uses(timesRedeemed, terms),
        },
        {
          label: t("ends"),
          show: ({ terms }) => instant(terms.endsAt === null ? null : new Date(terms.endsAt)),
        },
        { label: t("state"), show: ({ state }) => <DiscountStateBadge state={state} /> },
        { label: t("created"), show: ({ createdAt }) => instant(createdAt) },
      ]}
    />
  );
}
