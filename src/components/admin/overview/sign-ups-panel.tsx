import { useFormatter, useTranslations } from "next-intl";
import { BarChart } from "#components/ui/bar-chart.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Overview } from "#lib/console/overview/get-overview.ts";
import { routes } from "#shared/routes.ts";

/** How many have signed up on each day. */
export function SignUpsPanel({ days }: { days: Overview["signUps"] }) {
  const t = useTranslations("admin.overview.sign_ups");
  const format = useFormatter();
  const total = days.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel
      title={t("title", { days: days.length, total })}
      actions={<TextLink href={routes.adminSignUps}>{t("where_from")}</TextLink>}
    >
      <BarChart
        title={t("chart")}
        labelHeading={t("day")}
        valueHeading={t("count")}
        data={days.map(({ day, count }) => ({
          label: format.dateTime(new Date(day), { day: "numeric", month: "short", timeZone: "UTC" }),
          value: count,
        }))}
      />
    </Panel>
  );
}
