import { useFormatter, useTranslations } from "next-intl";
import type { DiscountSum, DiscountUse } from "#lib/discounts/store.ts";
import { Records } from "../record-panel.tsx";
import { Mono, useRecordTexts } from "../record-texts.tsx";

/** The invoices that a code has lowered. */
export function DiscountUses({ rows }: { rows: DiscountUse[] }) {
  const t = useTranslations("admin.discounts.use");
  const { money, instant } = useRecordTexts();
  return (
    <Records
      title={t("title")}
      rows={rows}
      keyOf={({ invoiceId }) => invoiceId}
      columns={[
        {
          label: t("workspace"),
          show: ({ workspaceName }) => <bdi className="block wrap-anywhere sm:min-w-32">{workspaceName}</bdi>,
        },
        {
          label: t("invoice"),
          show: ({ invoiceNumber, invoiceId }) => <Mono>{invoiceNumber ?? invoiceId}</Mono>,
        },
        { label: t("amount"), isNumeric: true, show: money },
        { label: t("at"), show: ({ usedAt }) => instant(usedAt) },
      ]}
    />
  );
}

/** What it took off in all, each currency for itself. */
export function DiscountSums({ sums }: { sums: DiscountSum[] }) {
  const t = useTranslations("admin.discounts.use");
  const format = useFormatter();
  const { money } = useRecordTexts();
  return (
    <Records
      title={t("sums")}
      rows={sums}
      keyOf={({ currency }) => currency}
      columns={[
        { label: t("currency"), show: ({ currency }) => currency.toUpperCase() },
        {
          label: t("amount"),
          isNumeric: true,
          show: ({ currency, amountMinor }) => money({ currency, amountMinor: Number(amountMinor) }),
        },
        { label: t("invoices"), isNumeric: true, show: ({ invoices }) => format.number(invoices) },
        { label: t("workspaces"), isNumeric: true, show: ({ workspaces }) => format.number(workspaces) },
      ]}
    />
  );
}
