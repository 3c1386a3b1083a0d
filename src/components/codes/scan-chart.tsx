import { useFormatter, useTranslations } from "next-intl";
import { BarChart } from "#components/ui/bar-chart.tsx";
import { Stat } from "#components/ui/stat.tsx";
import type { ScanHistory } from "#lib/scans/history.ts";

type Props = {
  history: ScanHistory;
  /** Whether it is said how many of the scans bots made. */
  hasBots: boolean;
};

/** All scans so far, and those of the last days one by one. */
export function ScanChart({ history, hasBots }: Props) {
  const t = useTranslations("codes.scans");
  const format = useFormatter();
  const recent = sumUp(history.days);
  const today = sumUp(history.days.slice(-1));
  const botNote = (count: number) => (hasBots && count > 0 ? t("bots", { count }) : undefined);
  return (
    <div className="grid gap-6">
      <dl className="grid grid-cols-3 gap-4">
        <Stat label={t("total")} value={format.number(history.total)} note={botNote(history.botTotal)} />
        <Stat
          label={t("recent", { days: history.days.length })}
          value={format.number(recent.scans)}
          note={botNote(recent.bots)}
        />
        <Stat label={t("today")} value={format.number(today.scans)} note={botNote(today.bots)} />
      </dl>
      <BarChart
        title={t("chart", { days: history.days.length })}
        labelHeading={t("day")}
        valueHeading={t("scans")}
        data={history.days.map(({ day, scans }) => ({
          label: format.dateTime(new Date(`${day}T00:00:00Z`), {
            day: "numeric",
            month: "short",
            timeZone: "UTC",
          }),
          value: scans,
        }))}
      />
      <p className="text-sm text-ink-soft">
        {history.lastScannedAt
          ? t("last", { when: format.relativeTime(history.lastScannedAt, new Date()) })
          : t("never")}
      </p>
    </div>
  );
}

function sumUp(days: ScanHistory["days"]): { scans: number; bots: number } {
  return {
    scans: days.reduce((sum, { scans }) => sum + scans, 0),
    bots: days.reduce((sum, { botScans }) => sum + botScans, 0),
  };
}
