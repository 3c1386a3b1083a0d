import { useTranslations } from "next-intl";
import { Records } from "#components/admin/record-panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Money } from "#lib/revenue/sum-cells.ts";
import { routes } from "#shared/routes.ts";
import { useRevenueTexts } from "./use-revenue-texts.ts";

type Row = Money & { key: string };
type Props = {
  title: string;
  rows: readonly Row[];
  /** What the rows are told apart by, beside the currency. */
  heading?: string;
  nameOf?: (key: string) => string;
  /** The filter of the rows behind one line. */
  filterOf: (row: Row) => Record<string, string>;
};

/** Paid, given back and what is left, a line for each currency; the sums lead to what they count. */
export function MoneyTable({ title, rows, heading, nameOf, filterOf }: Props) {
  const t = useTranslations("admin.revenue");
  const { format, money } = useRevenueTexts();
  if (rows.length === 0) return <p className="p-4 text-ink-soft sm:p-5">{t("nothing_paid")}</p>;
  const rowsHref = (figure: string, row: Row) =>
    routes.adminRevenueRows({ figure, currency: row.currency, ...filterOf(row) });
  const currency = { label: t("currency"), show: (row: Row) => row.currency.toUpperCase() };
  const named = heading ? [{ label: heading, show: (row: Row) => nameOf?.(row.key) }, currency] : [currency];
  return (
    <Records
      title={title}
      rows={rows}
      keyOf={({ key, currency: of }) => `${key} ${of}`}
      columns={[
        ...named,
        { label: t("payments"), isNumeric: true, show: (row) => format.number(row.payments) },
        {
          label: t("paid"),
          isNumeric: true,
          show: (row) => (
            <TextLink href={rowsHref("paid", row)}>{money(row.paidMinor, row.currency)}</TextLink>
          ),
        },
        {
          label: t("refunded"),
          isNumeric: true,
          show: (row) => (
            <TextLink href={rowsHref("refunded", row)}>{money(row.refundedMinor, row.currency)}</TextLink>
          ),
        },
        {
          label: t("net"),
          isNumeric: true,
          show: (row) => <strong>{money(row.netMinor, row.currency)}</strong>,
        },
      ]}
    />
  );
}
