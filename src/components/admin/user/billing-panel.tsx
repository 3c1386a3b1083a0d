import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { WorkspaceDetail } from "#lib/console/users/get-workspace.ts";
import { parseTier } from "#lib/entitlements/tiers.ts";
import { Records } from "../record-panel.tsx";
import { Mono, useRecordTexts } from "../record-texts.tsx";
import { useStripeTexts } from "../use-stripe-texts.ts";
import { ResyncForm } from "./resync-form.tsx";

type Props = { workspace: WorkspaceDetail; hasStripe: boolean };

/** What a workspace buys and has paid, from our mirror of Stripe. */
export function BillingPanel({ workspace: { id, billing }, hasStripe }: Props) {
  const t = useTranslations("admin.user.billing");
  const { customers, subscriptions, invoices } = billing;
  return (
    <Panel id="billing" title={t("title")} className="scroll-mt-4">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <Customers customers={customers} />
        {subscriptions.length === 0 ? (
          <p className="text-ink-soft">{t("no_subscriptions")}</p>
        ) : (
          <Subscriptions rows={subscriptions} />
        )}
        {invoices.length === 0 ? (
          <p className="text-ink-soft">{t("no_invoices")}</p>
        ) : (
          <Invoices rows={invoices} />
        )}
        {hasStripe && customers.length > 0 && <ResyncForm workspaceId={id} />}
      </div>
    </Panel>
  );
}

type Billing = WorkspaceDetail["billing"];

function Customers({ customers }: Pick<Billing, "customers">) {
  const t = useTranslations("admin.user.billing");
  if (customers.length === 0) return <p className="text-ink-soft">{t("no_customer")}</p>;
  return (
    <ul className="grid gap-1">
      {customers.map(({ id, isCurrent, currency, deletedAt }) => (
        <li key={id} className="flex flex-wrap items-center gap-2">
          <Mono>{id}</Mono>
          {currency && <span className="text-sm uppercase">{currency}</span>}
          {isCurrent && <Badge tone="data">{t("current")}</Badge>}
          {deletedAt !== null && <Badge>{t("deleted")}</Badge>}
        </li>
      ))}
    </ul>
  );
}

function Subscriptions({ rows }: { rows: Billing["subscriptions"] }) {
  const t = useTranslations("admin.user.billing");
  const tier = useTranslations("admin.tiers");
  const { money, instant } = useRecordTexts();
  const { perText, setAsideText, statusText } = useStripeTexts();
  const tierText = (stored: string | null) => {
    const known = parseTier(stored);
    return known ? tier(known) : t("unknown_tier");
  };
  return (
    <Records
      title={t("subscriptions")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { label: t("subscription"), show: ({ id }) => <Mono>{id}</Mono> },
        { label: t("plan"), show: (row) => tierText(row.tier) },
        {
          label: t("status"),
          show: ({ status, setAsideReason }) => (
            <span className="grid justify-items-start gap-1">
              {statusText(status)}
              {setAsideReason && <Badge tone="notice">{setAsideText(setAsideReason)}</Badge>}
            </span>
          ),
        },
        { label: t("amount"), isNumeric: true, show: (row) => `${money(row)} ${perText(row.interval)}` },
        { label: t("period_end"), show: ({ periodEnd }) => instant(periodEnd) },
        { label: t("ends"), show: ({ endedAt, cancelAt }) => instant(endedAt ?? cancelAt) },
      ]}
    />
  );
}

function Invoices({ rows }: { rows: Billing["invoices"] }) {
  const t = useTranslations("admin.user.billing");
  const { money, instant } = useRecordTexts();
  const { statusText } = useStripeTexts();
  return (
    <Records
      title={t("invoices")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { label: t("invoice"), show: ({ id, number }) => <Mono>{number ?? id}</Mono> },
        { label: t("issued"), show: ({ issuedAt }) => instant(issuedAt) },
        { label: t("status"), show: ({ status }) => statusText(status) },
        {
          label: t("total"),
          isNumeric: true,
          show: ({ totalMinor, currency }) => money({ amountMinor: totalMinor, currency }),
        },
        {
          label: t("paid"),
          isNumeric: true,
          show: ({ amountPaidMinor, currency }) => money({ amountMinor: amountPaidMinor, currency }),
        },
        {
          label: t("refunded"),
          isNumeric: true,
          show: ({ refundedMinor, currency }) =>
            refundedMinor === 0 ? "–" : money({ amountMinor: refundedMinor, currency }),
        },
      ]}
    />
  );
}
