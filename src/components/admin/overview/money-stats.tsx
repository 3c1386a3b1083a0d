import { useTranslations } from "next-intl";
import { Definition } from "#components/admin/revenue/figure-panel.tsx";
import { useRevenueTexts } from "#components/admin/revenue/use-revenue-texts.ts";
import { Panel } from "#components/ui/panel.tsx";
import { Stat } from "#components/ui/stat.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Overview } from "#lib/console/overview/get-overview.ts";
import { routes } from "#shared/routes.ts";

/** The figures of the day; those of money apart by currency, and each with its definition. */
export function MoneyStats({ overview: { revenue, mrr, cohort } }: { overview: Overview }) {
  const t = useTranslations("admin.overview");
  const tr = useTranslations("admin.revenue");
  const { format, money, changeText, monthText, shareText } = useRevenueTexts();
  const subscriptions = mrr.total.reduce((sum, row) => sum + row.subscriptions, 0);
  const changeOf = (currency: string) =>
    mrr.movements.reduce((sum, row) => sum + (row.currency === currency ? row.minor : 0), 0);
  return (
    <Panel
      title={t("figures")}
      aria-label={t("figures")}
      actions={<TextLink href={routes.adminRevenue}>{t("to_revenue")}</TextLink>}
    >
      <dl className="grid gap-6 sm:grid-cols-2 xl:grid-cols-4">
        <Stat
          label={t("revenue_month")}
          value={
            <Lines
              empty={t("nothing_yet")}
              lines={revenue.total.map((row) => money(row.netMinor, row.currency))}
            />
          }
          note={t("revenue_note", { month: monthText(revenue.month) })}
        />
        <Stat
          label={t("mrr")}
          value={
            <Lines empty={t("nothing_yet")} lines={mrr.total.map((row) => money(row.minor, row.currency))} />
          }
          note={
            mrr.total.length > 0 &&
            t("mrr_note", {
              days: mrr.movementDays,
              change: mrr.total.map(({ currency }) => changeText(changeOf(currency), currency)).join(", "),
            })
          }
        />
        <Stat
          label={t("active_subscriptions")}
          value={format.number(subscriptions)}
          note={t("active_note")}
        />
        <Stat
          label={t("conversion")}
          value={cohort === null ? tr("values.no_share") : shareText(cohort.converted, cohort.trials)}
          note={
            cohort &&
            t("conversion_note", {
              converted: cohort.converted,
              trials: cohort.trials,
              month: monthText(cohort.month),
            })
          }
        />
      </dl>
      <Definition className="mt-4">
        <ul className="grid gap-2">
          {(["paid", "mrr", "cohorts"] as const).map((name) => (
            <li key={name}>{tr(`definitions.${name}`)}</li>
          ))}
        </ul>
      </Definition>
    </Panel>
  );
}

/** Sums of several currencies stand beneath each other and are never added. */
function Lines({ lines, empty }: { lines: string[]; empty: string }) {
  if (lines.length === 0) return <span className="text-xl">{empty}</span>;
  return (
    <span className="grid gap-1">
      {lines.map((line) => (
        <span key={line} className={lines.length > 1 ? "text-xl" : undefined}>
          {line}
        </span>
      ))}
    </span>
  );
}
