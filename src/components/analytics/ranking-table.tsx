import { useFormatter, useTranslations } from "next-intl";
import type { Ranking } from "#lib/analytics/report.ts";

type Props = {
  /** Names the table, such as "Countries". */
  title: string;
  valueHeading: string;
  ranking: Ranking;
  /** What a value is called; null is one that was not recorded. */
  nameOf: (value: string | null) => string;
};

/** The most frequent values with their share as a figure and as a bar behind the row. */
export function RankingTable({ title, valueHeading, ranking, nameOf }: Props) {
  const t = useTranslations("analytics");
  const format = useFormatter();
  const { values, all } = ranking;
  const others = all - values.reduce((sum, { scans }) => sum + scans, 0);
  const rows = [
    ...values.map(({ value, scans }) => ({ key: value ?? "", name: nameOf(value), scans })),
    ...(others > 0 ? [{ key: "others of them all", name: t("others"), scans: others }] : []),
  ];
  return (
    <table className="w-full table-fixed text-base">
      <caption className="sr-only">{title}</caption>
      <thead>
        <tr className="border-b border-ink">
          <th scope="col" className="py-2 pe-3">
            <span className="sr-only">{title}</span>
          </th>
          <th scope="col" className="caption w-24 py-2 pe-3 text-end">
            {valueHeading}
          </th>
          <th scope="col" className="caption w-16 py-2 text-end">
            {t("share")}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-hairline">
        {rows.map(({ key, name, scans }) => (
          <tr key={key}>
            <th scope="row" className="py-2 pe-3 text-start font-normal">
              <span className="block truncate" title={name}>
                {name}
              </span>
              <span
                aria-hidden="true"
                className="mt-1 block h-1 min-w-px bg-cyan forced-colors:bg-[Highlight]"
                style={{ width: `${((scans / all) * 100).toFixed(2)}%` }}
              />
            </th>
            <td className="figure py-2 pe-3 text-end align-top">{format.number(scans)}</td>
            <td className="figure py-2 text-end align-top text-ink-soft">
              {format.number(scans / all, { style: "percent", maximumFractionDigits: 1 })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
