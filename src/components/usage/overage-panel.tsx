import { useFormatter, useTranslations } from "next-intl";
import { moneyText } from "#components/billing/money-text.ts";
import { Panel } from "#components/ui/panel.tsx";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "#components/ui/table.tsx";
import type { UsageReport } from "#lib/usage/usage-report.ts";

/** What the use beyond the limits would cost, if it were charged. */
export function OveragePanel({ overage }: { overage: NonNullable<UsageReport["overage"]> }) {
  const t = useTranslations("usage.overage");
  const meters = useTranslations("usage.meters");
  const format = useFormatter();
  const { currency, lines, totalMinor } = overage;
  const columns = { meter: t("meter"), units: t("units"), amount: t("amount") };
  return (
    <Panel title={t("title")}>
      <div className="grid gap-4">
        <p className="max-w-[80ch]">{t("text")}</p>
        <Table caption={t("title")}>
          <TableHead>
            <HeadCell>{columns.meter}</HeadCell>
            <HeadCell isNumeric>{columns.units}</HeadCell>
            <HeadCell isNumeric>{columns.amount}</HeadCell>
          </TableHead>
          <TableBody>
            {lines.map(({ meter, units, amountMinor }) => (
              <TableRow key={meter}>
                <Cell isRowHeader>{meters(meter)}</Cell>
                <Cell isNumeric label={columns.units}>
                  {format.number(units)}
                </Cell>
                <Cell isNumeric label={columns.amount}>
                  {moneyText(format, amountMinor, currency)}
                </Cell>
              </TableRow>
            ))}
            <TableRow className="font-semibold">
              <Cell isRowHeader>{t("total")}</Cell>
              <Cell />
              <Cell isNumeric label={columns.amount}>
                {moneyText(format, totalMinor, currency)}
              </Cell>
            </TableRow>
          </TableBody>
        </Table>
      </div>
    </Panel>
  );
}
