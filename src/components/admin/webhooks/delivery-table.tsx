import { useFormatter, useTranslations } from "next-intl";
import { Records } from "#components/admin/record-panel.tsx";
import { Mono, useRecordTexts } from "#components/admin/record-texts.tsx";
import { ReplayForm } from "#components/admin/replay-form.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { replayDeliveryAction } from "#lib/console/webhooks/actions.ts";
import type { Delivery } from "#lib/console/webhooks/store.ts";
import { routes } from "#shared/routes.ts";
import { DeliveryState } from "./delivery-state.tsx";

/** Stripe's deliveries, each with what became of it and a way to process it again. */
export function DeliveryTable({ rows }: { rows: readonly Delivery[] }) {
  const t = useTranslations("admin.webhooks");
  const format = useFormatter();
  const { instant } = useRecordTexts();
  return (
    <Records
      title={t("list")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { label: t("delivery"), show: (row) => <DeliveryName {...row} /> },
        { label: t("state"), show: (row) => <DeliveryState {...row} /> },
        { label: t("customer"), show: ({ customerId }) => (customerId ? <Mono>{customerId}</Mono> : "–") },
        { label: t("attempts"), isNumeric: true, show: ({ attempts }) => format.number(attempts) },
        {
          label: t("error"),
          show: ({ error }) => <span className="text-sm wrap-anywhere">{error ?? "–"}</span>,
        },
        {
          label: t("received"),
          show: ({ receivedAt }) => <span className="text-sm">{instant(receivedAt)}</span>,
        },
        { label: t("act"), show: ({ id }) => <ReplayForm event={id} action={replayDeliveryAction} /> },
      ]}
    />
  );
}

function DeliveryName({ id, type }: Delivery) {
  return (
    <span className="grid gap-0.5">
      <span className="font-semibold wrap-anywhere">{type}</span>
      <TextLink href={routes.adminWebhook(id)} className="font-normal">
        <Mono>{id}</Mono>
      </TextLink>
    </span>
  );
}
