import { useTranslations } from "next-intl";
import { BarChart } from "#components/ui/bar-chart.tsx";
import type { Revenue } from "#lib/revenue/revenue.ts";
import type { Dimension } from "#lib/revenue/sum-cells.ts";
import { FigurePanel } from "./figure-panel.tsx";
import { MoneyTable } from "./money-table.tsx";
import { RowsCsvLink } from "./rows-csv-link.tsx";
import { useRevenueTexts } from "./use-revenue-texts.ts";

const minorPerMajor = 100;
/** The word that asks for rows which do not tell. */
const wanted = (value: string) => (value === "" ? "unknown" : value);

type Props = { revenue: Revenue; mayExport: boolean };

/** What a month has brought, in all and told apart. */
export function MonthMoney({ revenue: { month, total, by }, mayExport }: Props) {
  const t = useTranslations("admin.revenue");
  const { monthText, valueText } = useRevenueTexts();
  const filterOf = (dimension: Dimension, key: string) => ({ month, [dimension]: wanted(key) });
  return (
    <>
      <FigurePanel
        title={t("month_title", { month: monthText(month) })}
        definition={t("definitions.paid")}
        actions={
          <>
            <RowsCsvLink filter={{ figure: "paid", month }} mayExport={mayExport}>
              {t("csv_paid")}
            </RowsCsvLink>
            <RowsCsvLink filter={{ figure: "refunded", month }} mayExport={mayExport}>
              {t("csv_refunded")}
            </RowsCsvLink>
          </>
        }
      >
        <MoneyTable
          title={t("month_title", { month: monthText(month) })}
          rows={total}
          filterOf={() => ({ month })}
        />
      </FigurePanel>
      {by.map(({ dimension, rows }) => (
        <FigurePanel
          key={dimension}
          title={t(`by.${dimension}`)}
          definition={t(`definitions.by_${dimension}`)}
        >
          <MoneyTable
            title={t(`by.${dimension}`)}
            rows={rows}
            heading={t(`heads.${dimension}`)}
            nameOf={(key) => valueText(dimension, key)}
            filterOf={({ key }) => filterOf(dimension, key)}
          />
        </FigurePanel>
      ))}
    </>
  );
}

/** Twelve months: a chart for each currency, and the sums to the minor unit. */
export function MonthsMoney({ revenue: { months, byMonth } }: { revenue: Revenue }) {
  const t = useTranslations("admin.revenue");
  const { monthText } = useRevenueTexts();
  const currencies = [...new Set(byMonth.map(({ currency }) => currency))].sort();
  const netOf = (month: string, currency: string) =>
    byMonth.find((row) => row.key === month && row.currency === currency)?.netMinor ?? 0;
  return (
    <FigurePanel title={t("months_title")} definition={t("definitions.months")}>
      <div className="grid gap-6 p-4 sm:p-5">
        {currencies.map((currency) => (
          <BarChart
            key={currency}
            title={t("months_chart", { currency: currency.toUpperCase() })}
            labelHeading={t("month")}
            valueHeading={t("net_in", { currency: currency.toUpperCase() })}
            data={months.map((month) => ({
              label: month,
              value: Math.max(0, netOf(month, currency)) / minorPerMajor,
            }))}
            isLow
          />
        ))}
      </div>
      <MoneyTable
        title={t("months_title")}
        rows={byMonth.toReversed()}
        heading={t("month")}
        nameOf={monthText}
        filterOf={({ key }) => ({ month: key })}
      />
    </FigurePanel>
  );
}
