import { useFormatter, useTranslations } from "next-intl";
import { BarChart } from "#components/ui/bar-chart.tsx";
import type { MeterUsage } from "#lib/usage/usage-report.ts";

const dayAndMonth = { day: "numeric", month: "short", timeZone: "UTC" } as const;

/** Whether there is anything to draw: nothing was used, or somebody has always been alone. */
export function hasCharts({ meter, days, history }: MeterUsage): boolean {
  const most = Math.max(...[...history, ...days].map(({ used }) => used));
  return most > (meter === "members" ? 1 : 0);
}

/** The days of this month, and the months until now. */
export function MeterCharts({ usage: { meter, days, history } }: { usage: MeterUsage }) {
  const t = useTranslations("usage");
  const format = useFormatter();
  const name = t(`meters.${meter}`);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6 sm:grid-cols-[repeat(2,minmax(0,1fr))]">
      <BarChart
        isLow
        title={t("by_day", { meter: name })}
        labelHeading={t("day")}
        valueHeading={t("this_month")}
        data={days.map(({ day, used }) => ({
          label: format.dateTime(new Date(`${day}T00:00:00Z`), dayAndMonth),
          value: used,
        }))}
      />
      <BarChart
        isLow
        title={t("by_month", { meter: name })}
        labelHeading={t("month")}
        valueHeading={t("months")}
        data={history.map(({ start, used }) => ({
          label: format.dateTime(start, dayAndMonth),
          value: used,
        }))}
      />
    </div>
  );
}
