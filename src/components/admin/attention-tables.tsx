import { useTranslations } from "next-intl";
import type { Attention } from "#lib/console/attention.ts";
import { RecordPanel } from "./record-panel.tsx";
import { Mono, useRecordTexts } from "./record-texts.tsx";
import { useStripeTexts } from "./use-stripe-texts.ts";

/** Subscriptions of which a person has to decide. */
export function SetAsideSubscriptions({ rows }: { rows: Attention["subscriptions"] }) {
  const t = useTranslations("admin.subscriptions");
  const { instant } = useRecordTexts();
  const { setAsideText, statusText } = useStripeTexts();
  return (
    <RecordPanel
      title={t("title")}
      empty={t("empty")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { label: t("workspace"), show: ({ workspace }) => workspace.name },
        { label: t("subscription"), show: ({ id }) => <Mono>{id}</Mono> },
        { label: t("reason"), show: ({ setAsideReason }) => setAsideText(setAsideReason) },
        { label: t("price"), show: ({ priceId }) => <Mono>{priceId}</Mono> },
        { label: t("status"), show: ({ status }) => statusText(status) },
        { label: t("since"), show: ({ updatedAt }) => instant(updatedAt) },
      ]}
    />
  );
}

/** Payments that fail now, with the instant at which access ends. */
export function FailingPayments({ rows, now }: { rows: Attention["payments"]; now: Date }) {
  const t = useTranslations("admin.payments");
  const { money, instant } = useRecordTexts();
  const { statusText } = useStripeTexts();
  return (
    <RecordPanel
      title={t("title")}
      empty={t("empty")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { label: t("workspace"), show: ({ workspace }) => workspace.name },
        { label: t("subscription"), show: ({ id }) => <Mono>{id}</Mono> },
        { label: t("status"), show: ({ status }) => statusText(status) },
        { label: t("amount"), isNumeric: true, show: money },
        {
          label: t("grace"),
          show: ({ graceUntil }) =>
            graceUntil !== null && graceUntil > now ? instant(graceUntil) : t("over"),
        },
      ]}
    />
  );
}

/** Disputes that the bank has not decided. */
export function OpenDisputes({ rows }: { rows: Attention["disputes"] }) {
  const t = useTranslations("admin.disputes");
  const { money, instant } = useRecordTexts();
  const { disputeReasonText, statusText } = useStripeTexts();
  return (
    <RecordPanel
      title={t("title")}
      empty={t("empty")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { label: t("workspace"), show: ({ workspace }) => workspace.name },
        { label: t("dispute"), show: ({ id }) => <Mono>{id}</Mono> },
        { label: t("reason"), show: ({ reason }) => disputeReasonText(reason) },
        { label: t("status"), show: ({ status }) => statusText(status) },
        { label: t("amount"), isNumeric: true, show: money },
        { label: t("opened"), show: ({ openedAt }) => instant(openedAt) },
      ]}
    />
  );
}
