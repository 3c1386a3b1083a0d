import { useFormatter, useTranslations } from "next-intl";
import { RecordPanel } from "#components/admin/record-panel.tsx";
import type { People } from "#lib/console/overview/group-people.ts";

/** Who has what, with the share of all. */
export function PeoplePanel({ people }: { people: readonly People[] }) {
  const t = useTranslations("admin.overview.people");
  const format = useFormatter();
  const total = people.reduce((sum, { count }) => sum + count, 0);
  const share = (count: number) =>
    total === 0 ? "–" : format.number(count / total, { style: "percent", maximumFractionDigits: 1 });
  const rows = [...people, { group: "total" as const, count: total }];
  return (
    <RecordPanel
      title={t("title")}
      empty={t("empty")}
      rows={rows}
      keyOf={({ group }) => group}
      columns={[
        { label: t("group"), show: ({ group }) => t(`groups.${group}`) },
        { label: t("count"), isNumeric: true, show: ({ count }) => format.number(count) },
        { label: t("share"), isNumeric: true, show: ({ count }) => share(count) },
      ]}
    />
  );
}
