import { useFormatter, useTranslations } from "next-intl";
import { RecordPanel } from "#components/admin/record-panel.tsx";
import { useRecordTexts } from "#components/admin/record-texts.tsx";
import type { KeptFor } from "#lib/console/audit/get-retention.ts";

/** How long rows are kept, as the environment says, and what was removed last. */
export function RetentionPanel({ rows }: { rows: readonly KeptFor[] }) {
  const t = useTranslations("admin.audit.retention");
  const format = useFormatter();
  const { instant } = useRecordTexts();
  return (
    <RecordPanel
      title={t("title")}
      rows={rows}
      keyOf={({ what }) => what}
      columns={[
        { label: t("what"), show: ({ what }) => whatText(what, t) },
        { label: t("days"), isNumeric: true, show: ({ days }) => t("for_days", { days }) },
        {
          label: t("removed"),
          isNumeric: true,
          show: ({ last }) => (last ? format.number(last.rows) : t("nothing")),
        },
        { label: t("at"), show: ({ last }) => instant(last?.at ?? null) },
      ]}
    />
  );
}

const told = ["deliveries", "mails", "audit_chatter", "audit_money", "audit_acts"] as const;

function whatText(what: string, t: (key: `kinds.${(typeof told)[number]}`) => string): string {
  const known = told.find((one) => one === what);
  return known ? t(`kinds.${known}`) : what;
}
