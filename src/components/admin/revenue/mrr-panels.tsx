import { useTranslations } from "next-intl";
import { Records } from "#components/admin/record-panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { MrrFigures } from "#lib/revenue/revenue.ts";
import type { Mrr } from "#lib/revenue/sum-cells.ts";
import { routes } from "#shared/routes.ts";
import { FigurePanel } from "./figure-panel.tsx";
import { RowsCsvLink } from "./rows-csv-link.tsx";
import { useRevenueTexts } from "./use-revenue-texts.ts";

type Props = { mrr: MrrFigures; mayExport: boolean };

/** What is paid a month, by plan and in all. */
export function MrrPanel({ mrr: { total, byPlan }, mayExport }: Props) {
  const t = useTranslations("admin.revenue");
  const { format, money, planText } = useRevenueTexts();
  const all = total.map((row) => ({ ...row, name: t("all_plans"), filter: {} }));
  const each = byPlan.map((row) => ({
    ...row,
    name: planText(row.tier),
    filter: { tier: row.tier === "" ? "unknown" : row.tier },
  }));
  const mrrText = ({ minor, currency, unknown }: Mrr) =>
    unknown === 0 ? money(minor, currency) : t("mrr_and_unknown", { mrr: money(minor, currency), unknown });
  return (
    <FigurePanel
      title={t("mrr_title")}
      definition={t("definitions.mrr")}
      actions={
        <RowsCsvLink filter={{ figure: "mrr" }} mayExport={mayExport}>
          {t("csv_mrr")}
        </RowsCsvLink>
      }
    >
      {all.length === 0 ? (
        <p className="p-4 text-ink-soft sm:p-5">{t("nobody_pays")}</p>
      ) : (
        <Records
          title={t("mrr_title")}
          rows={[...each, ...all]}
          keyOf={({ name, currency }) => `${name} ${currency}`}
          columns={[
            { label: t("heads.tier"), show: ({ name }) => name },
            { label: t("currency"), show: ({ currency }) => currency.toUpperCase() },
            {
              label: t("subscriptions"),
              isNumeric: true,
              show: ({ subscriptions }) => format.number(subscriptions),
            },
            {
              label: t("mrr"),
              isNumeric: true,
              show: (row) => (
                <TextLink
                  href={routes.adminRevenueRows({ figure: "mrr", currency: row.currency, ...row.filter })}
                >
                  {mrrText(row)}
                </TextLink>
              ),
            },
          ]}
        />
      )}
    </FigurePanel>
  );
}

/** How the MRR has changed, and by what. */
export function MovementsPanel({ mrr: { movements, movementDays, movedFrom }, mayExport }: Props) {
  const t = useTranslations("admin.revenue");
  const { format, changeText, valueText } = useRevenueTexts();
  return (
    <FigurePanel
      title={t("moved_title", { days: movementDays })}
      definition={t("definitions.moved")}
      actions={
        <RowsCsvLink filter={{ figure: "moved", since: movedFrom }} mayExport={mayExport}>
          {t("csv_moved")}
        </RowsCsvLink>
      }
    >
      {movements.length === 0 ? (
        <p className="p-4 text-ink-soft sm:p-5">{t("nothing_moved")}</p>
      ) : (
        <Records
          title={t("moved_title", { days: movementDays })}
          rows={movements}
          keyOf={({ kind, currency }) => `${kind} ${currency}`}
          columns={[
            { label: t("why"), show: ({ kind }) => valueText("tag", kind) },
            { label: t("currency"), show: ({ currency }) => currency.toUpperCase() },
            { label: t("times"), isNumeric: true, show: ({ count }) => format.number(count) },
            {
              label: t("change"),
              isNumeric: true,
              show: ({ kind, currency, minor }) => (
                <TextLink
                  href={routes.adminRevenueRows({ figure: "moved", since: movedFrom, tag: kind, currency })}
                >
                  {changeText(minor, currency)}
                </TextLink>
              ),
            },
          ]}
        />
      )}
    </FigurePanel>
  );
}
