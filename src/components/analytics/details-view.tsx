import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { UpgradeCTA } from "#components/billing/upgrade-cta.tsx";
import { BarChart } from "#components/ui/bar-chart.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Stat } from "#components/ui/stat.tsx";
import type { Details, Ranking } from "#lib/analytics/report.ts";
import type { ClosedGate } from "#lib/billing/closed-gate.ts";
import { countryName } from "./country-name.ts";
import { RankingTable } from "./ranking-table.tsx";

type Props = {
  details: Details;
  /** Whether the scans of bots are among the figures. */
  withBots: boolean;
  /** Null where the plan opens the countries. */
  closedCountries: ClosedGate | null;
};

/** What a plan with details shows of a period. */
export function DetailsView({ details, withBots, closedCountries }: Props) {
  const t = useTranslations("analytics");
  const format = useFormatter();
  const locale = useLocale();
  const { scans, visitors, days, rankings } = details;
  if (scans === 0) {
    return (
      <Panel>
        <EmptyState title={t("empty_title")}>{t("empty_text")}</EmptyState>
      </Panel>
    );
  }
  const dayName = (day: string) =>
    format.dateTime(new Date(`${day}T00:00:00Z`), {
      day: "numeric",
      month: "short",
      // Beyond a year a day and its month name two.
      ...(days.length > 365 ? { year: "numeric" } : {}),
      timeZone: "UTC",
    });
  const named = (value: string | null) => value ?? t("unknown");
  const devices: Record<string, string> = {
    mobile: t("device_mobile"),
    tablet: t("device_tablet"),
    desktop: t("device_desktop"),
    bot: t("device_bot"),
    other: t("device_other"),
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Panel title={t("by_day")}>
        <div className="grid gap-6">
          <dl className="grid gap-4 sm:grid-cols-2">
            <Stat
              label={t("range_scans")}
              value={format.number(scans)}
              note={t(withBots ? "with_bots" : "without_bots")}
            />
            <Stat label={t("visitors")} value={format.number(visitors)} note={t("visitors_note")} />
          </dl>
          <BarChart
            title={t("by_day")}
            labelHeading={t("day")}
            valueHeading={t("range_scans")}
            secondaryHeading={t("visitors")}
            data={days.map((each) => ({
              label: dayName(each.day),
              value: each.scans,
              secondary: each.visitors,
            }))}
          />
        </div>
      </Panel>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[repeat(2,minmax(0,1fr))]">
        {closedCountries ? (
          <UpgradeCTA feature="countries" isDenied={closedCountries.plan === null} />
        ) : (
          <Ranked
            title={t("by_country")}
            ranking={rankings.country}
            nameOf={(value) => countryName(value, locale) ?? t("unknown")}
          />
        )}
        <Ranked
          title={t("by_device")}
          ranking={rankings.device}
          nameOf={(value) => devices[value ?? "other"] ?? named(value)}
        />
        <Ranked
          title={t("by_referrer")}
          ranking={rankings.referrer}
          nameOf={(value) => value ?? t("direct")}
        />
        <Ranked title={t("by_browser")} ranking={rankings.browser} nameOf={named} />
        <Ranked title={t("by_os")} ranking={rankings.os} nameOf={named} />
      </div>
    </div>
  );
}

type RankedProps = {
  title: string;
  ranking: Ranking | undefined;
  nameOf: (value: string | null) => string;
};

function Ranked({ title, ranking, nameOf }: RankedProps): ReactNode {
  const t = useTranslations("analytics");
  if (!ranking) return null;
  return (
    <Panel title={title}>
      <RankingTable title={title} valueHeading={t("range_scans")} ranking={ranking} nameOf={nameOf} />
    </Panel>
  );
}
