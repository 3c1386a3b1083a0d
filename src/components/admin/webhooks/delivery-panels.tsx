import { useFormatter, useTranslations } from "next-intl";
import { useActionText } from "#components/activity/use-action-text.ts";
import { FactsTable } from "#components/admin/audit/facts-table.tsx";
import { ActorName, NamedText, WorkspaceName } from "#components/admin/audit/named-text.tsx";
import { FactList } from "#components/admin/fact-list.tsx";
import { RecordPanel } from "#components/admin/record-panel.tsx";
import { Mono, useRecordTexts } from "#components/admin/record-texts.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { DeliveryDetail } from "#lib/console/webhooks/get-delivery.ts";
import { DeliveryState } from "./delivery-state.tsx";

/** What is known of a delivery, apart from what it carried. */
export function DeliveryFacts({ delivery, workspace, names }: DeliveryDetail) {
  const t = useTranslations("admin.webhooks");
  const format = useFormatter();
  const { instant } = useRecordTexts();
  const next =
    delivery.state === "pending" ? [{ label: t("next"), value: instant(delivery.nextAttemptAt) }] : [];
  return (
    <Panel title={t("facts")}>
      <FactList
        facts={[
          { label: t("state"), value: <DeliveryState {...delivery} /> },
          { label: t("attempts"), value: format.number(delivery.attempts) },
          { label: t("error"), value: delivery.error ?? "–" },
          { label: t("occurred"), value: instant(delivery.occurredAt) },
          { label: t("received"), value: instant(delivery.receivedAt) },
          { label: t("processed"), value: instant(delivery.processedAt) },
          { label: t("customer"), value: delivery.customerId ? <Mono>{delivery.customerId}</Mono> : "–" },
          {
            label: t("workspace"),
            value: workspace ? <WorkspaceName id={workspace.id} names={names} /> : t("stranger"),
          },
          ...next,
        ]}
      />
    </Panel>
  );
}

/** What its processing changed, which it shares with all that the same reading served. */
export function DeliveryChanges({ changes, servedWith, names, workspace }: DeliveryDetail) {
  const t = useTranslations("admin.webhooks");
  const textOf = useActionText();
  const { instant } = useRecordTexts();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <RecordPanel
        title={t("changes")}
        empty={t(workspace ? "no_changes" : "no_changes_stranger")}
        rows={changes}
        keyOf={({ id }) => String(id)}
        columns={[
          { label: t("change"), show: ({ action }) => textOf(action) },
          { label: t("subject"), show: ({ subject }) => <NamedText text={subject} names={names} /> },
          { label: t("at"), show: ({ at }) => <span className="text-sm">{instant(at)}</span> },
          {
            label: t("change_facts"),
            show: ({ before, after }) => <FactsTable before={before} after={after} />,
          },
        ]}
      />
      {servedWith > 0 && <p className="text-sm text-ink-soft">{t("served_with", { count: servedWith })}</p>}
    </div>
  );
}

export function DeliveryReplays({ replays, names }: DeliveryDetail) {
  const t = useTranslations("admin.webhooks");
  const { instant } = useRecordTexts();
  if (replays.length === 0) return null;
  return (
    <RecordPanel
      title={t("replays")}
      rows={replays}
      keyOf={({ id }) => String(id)}
      columns={[
        { label: t("at"), show: ({ at }) => instant(at) },
        { label: t("by"), show: ({ actor }) => <ActorName text={actor} names={names} /> },
        {
          label: t("change_facts"),
          show: ({ before, after }) => <FactsTable before={before} after={after} />,
        },
      ]}
    />
  );
}

/** What it carried. */
export function DeliveryPayload({ payload }: DeliveryDetail) {
  const t = useTranslations("admin.webhooks");
  return (
    <Panel title={t("payload")}>
      <p className="mb-3 max-w-[64ch] text-sm text-ink-soft">{t("payload_text")}</p>
      <pre className="bg-well p-3 text-sm whitespace-pre-wrap wrap-anywhere">
        {JSON.stringify(payload, null, 2)}
      </pre>
    </Panel>
  );
}
