import { useTranslations } from "next-intl";
import type { Attention } from "#lib/console/attention.ts";
import type { Warning } from "#lib/console/read-warning.ts";
import { RecordPanel } from "./record-panel.tsx";
import { Mono, useRecordTexts } from "./record-texts.tsx";
import { useStripeTexts } from "./use-stripe-texts.ts";

/** The latest warnings of the audit, each with what it means. */
export function Warnings({ rows }: { rows: Attention["warnings"] }) {
  const t = useTranslations("admin.warnings");
  const { instant } = useRecordTexts();
  return (
    <RecordPanel
      title={t("title")}
      empty={t("empty")}
      rows={rows}
      keyOf={({ id }) => String(id)}
      columns={[
        {
          label: t("warning"),
          show: ({ action, warning }) => (warning === null ? action : t(`kinds.${warning.kind}`)),
        },
        { label: t("subject"), show: ({ subject }) => <Mono>{subject}</Mono> },
        { label: t("facts"), show: ({ warning }) => warning && <WarningText warning={warning} /> },
        { label: t("at"), show: ({ at }) => instant(at) },
      ]}
    />
  );
}

function WarningText({ warning }: { warning: Warning }) {
  const t = useTranslations("admin.warnings.texts");
  const { money, instantText } = useRecordTexts();
  const { disputeReasonText } = useStripeTexts();
  switch (warning.kind) {
    case "subscription_set_aside": {
      const { setAsideReason: reason, priceId: price } = warning;
      const isKnown = reason === "unknown_price" || reason === "second_plan";
      return t(isKnown ? reason : "set_aside", { reason, price });
    }
    case "payment_failed":
      return t("payment_failed", {
        until: instantText(new Date(warning.graceUntil)),
        invoice: warning.invoiceId ?? "–",
      });
    case "refund_failed":
      return t("refund_failed", { sum: money(warning) });
    case "dispute_opened":
      return t("dispute_opened", {
        sum: money(warning),
        charge: warning.chargeId,
        reason: disputeReasonText(warning.reason),
      });
  }
}
