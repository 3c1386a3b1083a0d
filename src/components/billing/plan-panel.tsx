import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Panel } from "#components/ui/panel.tsx";
import {
  type BillingSummary,
  type BillingView,
  findEndedPlan,
  hasOtherAccess,
} from "#lib/billing/billing-view.ts";
import type { InvoiceRow } from "#lib/billing/mirror/invoice-row.ts";
import type { SubscriptionRow } from "#lib/billing/mirror/subscription-row.ts";
import { findNextCharge } from "#lib/billing/next-charge.ts";
import { planOfTier } from "#lib/billing/plans.ts";
import { routes } from "#shared/routes.ts";
import { CancelButton, type CancelKind, ResumeButton } from "./cancel-buttons.tsx";
import { GoToStripe } from "./go-to-stripe.tsx";
import { minute } from "./instant-format.ts";
import { moneyText } from "./money-text.ts";
import { billingTones } from "./plan-badge.tsx";

type Props = {
  summary: BillingSummary;
  trialEndsAt: Date | null;
  trialDaysLeft: number;
  /** The invoice that waits for a payment; null for none. */
  due: InvoiceRow | null;
  mayPay: boolean;
  /** What else can be done with the plan. */
  children?: ReactNode;
};

const instant = { dateStyle: "long" } as const;

/** How the plan stands, what is charged next and what can be done about it. */
export function PlanPanel({ summary, trialEndsAt, trialDaysLeft, due, mayPay, children }: Props) {
  const t = useTranslations("billing");
  const format = useFormatter();
  const { view, access, subscription, rows, plan } = summary;
  const day = (date: Date | null | undefined) => (date ? format.dateTime(date, instant) : "");
  const until = day(subscription?.cancelAt ?? subscription?.periodEnd);
  const name = t(`plans.${plan}`);
  // A change that waits for its payment has its own buttons.
  const payable = due?.id === subscription?.details.pendingChange?.invoiceId ? null : due;
  const cancelKind = subscription && findCancelKind(view, subscription);
  const isResumable = view === "canceling" || (cancelKind === null && isFailing(view));
  return (
    <Panel
      hasMarks={subscription !== null}
      title={
        <span className="flex flex-wrap items-center gap-3">
          {name}
          <Badge tone={billingTones[view]} hasDot>
            {t(`states.${view}.badge`)}
          </Badge>
        </span>
      }
    >
      <div className="grid gap-5">
        <p className="max-w-[70ch]">
          {t(`states.${view}.text`, {
            until,
            plan: name,
            trialEnd: day(trialEndsAt),
            days: trialDaysLeft,
            since: day(findEndedPlan(rows)?.endedAt),
            given: hasOtherAccess(access) ? "yes" : "no",
            hasEnd: access.expiresAt ? "yes" : "no",
            givenUntil: day(access.expiresAt),
            grace: access.graceUntil ? format.dateTime(access.graceUntil, minute) : "",
          })}
        </p>
        {isResumable && view !== "canceling" && (
          <p className="max-w-[70ch]">{t("canceled_owing", { plan: name, until })}</p>
        )}
        <Figures summary={summary} due={due} />
        {mayPay && (payable || cancelKind || isResumable) && (
          <div className="flex flex-wrap items-start gap-3">
            {payable && (
              <GoToStripe action={routes.api.invoicePay(payable.id)} variant="primary">
                {t(view === "grace" || view === "restricted" ? "pay_now" : "finish_payment")}
              </GoToStripe>
            )}
            {cancelKind && (
              <CancelButton
                kind={cancelKind}
                plan={name}
                until={until}
                owed={
                  payable &&
                  moneyText(format, payable.amountDueMinor - payable.amountPaidMinor, payable.currency)
                }
              />
            )}
            {isResumable && <ResumeButton plan={name} />}
          </div>
        )}
        {mayPay && children}
      </div>
    </Panel>
  );
}

const isFailing = (view: BillingView) => view === "grace" || view === "restricted";

/** What a cancellation would meet; null where there is nothing to cancel, or it is cancelled already. */
function findCancelKind(view: BillingView, { status, cancelAt }: SubscriptionRow): CancelKind | null {
  if (view === "active") return "in_order";
  if (!isFailing(view)) return null;
  if (status === "unpaid") return "unpaid";
  return cancelAt === null ? "past_due" : null;
}

/** Dates and sums, each with its name. */
function Figures({ summary: { subscription }, due }: Pick<Props, "summary" | "due">) {
  const t = useTranslations("billing.figures");
  const plans = useTranslations("billing.plans");
  const format = useFormatter();
  const next = subscription && findNextCharge(subscription);
  const change = subscription?.details.scheduledChange;
  const target = change?.tier && planOfTier(change.tier)?.name;
  const figures: [string, string][] = [];
  if (next) {
    const { amountMinor, currency } = next;
    figures.push([t("next_date"), format.dateTime(next.at, instant)]);
    figures.push([
      t("next_sum"),
      amountMinor === null ? t("unknown_sum") : moneyText(format, amountMinor, currency),
    ]);
  }
  if (change) {
    const name = target ? plans(target) : t("unknown_plan");
    const interval = change.interval === "year" ? t("yearly") : t("monthly");
    figures.push([
      t("change"),
      t("change_to", { plan: name, interval, at: format.dateTime(new Date(change.at), instant) }),
    ]);
  }
  if (due)
    figures.push([t("due"), moneyText(format, due.amountDueMinor - due.amountPaidMinor, due.currency)]);
  if (figures.length === 0) return null;
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-4">
      {figures.map(([label, value]) => (
        <div key={label} className="grid gap-1 border-s border-ink ps-3">
          <dt className="caption">{label}</dt>
          <dd className="figure text-lg">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
