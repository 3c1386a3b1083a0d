import { useTranslations } from "next-intl";
import { Records } from "#components/admin/record-panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Cohort } from "#lib/revenue/sum-cells.ts";
import { routes } from "#shared/routes.ts";
import { FigurePanel } from "./figure-panel.tsx";
import { RowsCsvLink } from "./rows-csv-link.tsx";
import { useRevenueTexts } from "./use-revenue-texts.ts";

type Props = { cohorts: readonly Cohort[]; mayExport: boolean };

/** Of the trials that began in each month, how many were followed by a payment. */
export function CohortsPanel({ cohorts, mayExport }: Props) {
  const t = useTranslations("admin.revenue");
  const { format, monthText, shareText } = useRevenueTexts();
  return (
    <FigurePanel
      title={t("cohorts_title")}
      definition={t("definitions.cohorts")}
      actions={
        <RowsCsvLink filter={{ figure: "trials" }} mayExport={mayExport}>
          {t("csv_trials")}
        </RowsCsvLink>
      }
    >
      <Records
        title={t("cohorts_title")}
        rows={cohorts.toReversed()}
        keyOf={({ month }) => month}
        columns={[
          { label: t("month"), show: ({ month }) => monthText(month) },
          {
            label: t("trials"),
            isNumeric: true,
            show: ({ month, trials }) => (
              <TextLink href={routes.adminRevenueRows({ figure: "trials", month })}>
                {format.number(trials)}
              </TextLink>
            ),
          },
          {
            label: t("converted"),
            isNumeric: true,
            show: ({ month, converted }) => (
              <TextLink href={routes.adminRevenueRows({ figure: "trials", month, tag: "converted" })}>
                {format.number(converted)}
              </TextLink>
            ),
          },
          {
            label: t("share"),
            isNumeric: true,
            show: ({ trials, converted }) => shareText(converted, trials),
          },
        ]}
      />
    </FigurePanel>
  );
}
