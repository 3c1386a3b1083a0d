import { useFormatter, useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import type { UsageReport } from "#lib/usage/usage-report.ts";
import { HiddenScans } from "./hidden-scans.tsx";
import { hasCharts } from "./meter-charts.tsx";
import { MeterRow } from "./meter-row.tsx";
import { MeterStanding } from "./meter-standing.tsx";
import { OveragePanel } from "./overage-panel.tsx";

/** What a workspace has used of what it may, meter by meter. */
export function UsageView({ report }: { report: UsageReport }) {
  const t = useTranslations("usage");
  const format = useFormatter();
  const { period, tier, meters, overage, scansHidden } = report;
  const scanLimit = meters.find(({ meter }) => meter === "trackedScans")?.limit ?? null;
  const day = (date: Date) => format.dateTime(date, { dateStyle: "long", timeZone: "UTC" });
  const [drawn, plain] = [meters.filter(hasCharts), meters.filter((each) => !hasCharts(each))];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {scansHidden > 0 && <HiddenScans count={scansHidden} limit={scanLimit} tier={tier} />}
      <Panel title={t("period", { start: day(period.start), end: day(period.end) })} isFlush>
        <div className="divide-y divide-hairline">
          {drawn.map((each) => (
            <MeterRow key={each.meter} usage={each} tier={tier} />
          ))}
          {plain.length > 0 && (
            <div className="grid gap-x-10 gap-y-8 p-4 sm:grid-cols-2 sm:p-5 lg:grid-cols-3">
              {plain.map((each) => (
                <MeterStanding key={each.meter} usage={each} tier={tier} />
              ))}
            </div>
          )}
        </div>
      </Panel>
      {overage && overage.lines.length > 0 && <OveragePanel overage={overage} />}
      <p className="max-w-[80ch] text-sm text-ink-soft">{t("note", { end: day(period.end) })}</p>
    </div>
  );
}
