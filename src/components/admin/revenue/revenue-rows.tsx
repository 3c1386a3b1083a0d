import { useTranslations } from "next-intl";
import { NextPage } from "#components/admin/next-page.tsx";
import { type RecordColumn, Records } from "#components/admin/record-panel.tsx";
import { Mono, useRecordTexts } from "#components/admin/record-texts.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { RevenueRow } from "#lib/revenue/rows-store.ts";
import type { RowList } from "#lib/revenue/validation.ts";
import type { Page } from "#shared/keyset.ts";
import { routes } from "#shared/routes.ts";
import { RowsCsvLink } from "./rows-csv-link.tsx";
import { useRevenueTexts } from "./use-revenue-texts.ts";

type Filter = Record<string, string>;
type Props = {
  figure: RowList;
  filter: Filter;
  page: Page<RevenueRow>;
  isLater: boolean;
  mayExport: boolean;
};

/** The rows behind a figure: what narrows them, a page of them, and all of them as a file. */
export function RevenueRows({ figure, filter, page: { rows, next }, isLater, mayExport }: Props) {
  const t = useTranslations("admin.revenue");
  const columns = useColumns(figure);
  const isNarrowed = Object.keys(filter).some((name) => name !== "figure");
  const clear = isNarrowed && (
    <TextLink href={routes.adminRevenueRows({ figure })}>{t("rows.clear")}</TextLink>
  );
  return (
    <Panel
      title={<FilterText filter={filter} />}
      actions={
        <>
          {clear}
          <RowsCsvLink filter={filter} mayExport={mayExport}>
            {t("rows.csv")}
          </RowsCsvLink>
        </>
      }
      isFlush
    >
      {rows.length === 0 ? (
        <EmptyState title={t("rows.nothing")} action={clear} />
      ) : (
        <Records title={t(`rows.figures.${figure}`)} columns={columns} rows={rows} keyOf={({ id }) => id} />
      )}
      <NextPage
        next={next}
        isLater={isLater}
        hrefFor={(after) => routes.adminRevenueRows(after === null ? filter : { ...filter, after })}
      />
    </Panel>
  );
}

function FilterText({ filter: { month, since, currency, tier, interval, tag } }: { filter: Filter }) {
  const t = useTranslations("admin.revenue");
  const { monthText, valueText } = useRevenueTexts();
  const value = (text: string) => (text === "unknown" ? "" : text);
  const parts = [
    month && monthText(month),
    since && t("rows.since", { day: since }),
    currency?.toUpperCase(),
    tier && valueText("tier", value(tier)),
    interval && valueText("interval", value(interval)),
    tag && valueText("tag", value(tag)),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(" · ") : t("rows.all");
}

function useColumns(figure: RowList): RecordColumn<RevenueRow>[] {
  const t = useTranslations("admin.revenue");
  const { money, valueText } = useRevenueTexts();
  const { instant } = useRecordTexts();
  const sum = (minor: number | null, currency: string | null) =>
    minor === null || currency === null ? t("values.unknown") : money(minor, currency);
  const id = { label: t("rows.id"), show: (row: RevenueRow) => <Mono>{row.id}</Mono> };
  const workspace = {
    label: t("rows.workspace"),
    show: (row: RevenueRow) => <bdi className="block wrap-anywhere sm:min-w-32">{row.workspace}</bdi>,
  };
  const at = { label: t(`rows.at.${figure}`), show: (row: RevenueRow) => instant(row.at) };
  const what = {
    label: t(`rows.what.${figure}`),
    show: (row: RevenueRow) => valueText("tag", row.tag ?? ""),
  };
  const sold = [
    { label: t("heads.tier"), show: (row: RevenueRow) => valueText("tier", row.tier ?? "") },
    { label: t("heads.interval"), show: (row: RevenueRow) => valueText("interval", row.interval ?? "") },
  ];
  const amount = {
    label: t(`rows.amount.${figure}`),
    isNumeric: true,
    show: (row: RevenueRow) => sum(row.amountMinor, row.currency),
  };
  const other = (label: string) => ({
    label,
    isNumeric: true,
    show: (row: RevenueRow) => sum(row.otherMinor, row.currency),
  });
  switch (figure) {
    case "paid":
      return [id, workspace, at, ...sold, what, other(t("rows.tax")), amount];
    case "moved":
      return [workspace, at, what, other(t("rows.before")), amount];
    case "trials":
      return [workspace, at, what];
    default:
      return [id, workspace, at, ...sold, what, amount];
  }
}
