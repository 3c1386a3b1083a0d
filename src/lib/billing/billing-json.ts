import { routes } from "#shared/routes.ts";
import type { Changed } from "./change-plan/change-plan.ts";
import type { ListedInvoice } from "./history/invoices.ts";
import type { SubscriptionRow } from "./mirror/subscription-row.ts";
import type { BillingState } from "./subscription.ts";

/** The answer of the API; instants as ISO strings, sums in minor units. */
export function billingJson({ access, subscription }: BillingState) {
  return {
    tier: access.tier,
    source: access.source,
    graceUntil: access.graceUntil,
    nextChangeAt: access.nextChangeAt,
    subscription: subscription && {
      status: subscription.status,
      tier: subscription.tier,
      interval: subscription.interval,
      currency: subscription.currency,
      amountMinor: subscription.amountMinor,
      periodStart: subscription.periodStart,
      periodEnd: subscription.periodEnd,
      cancelAt: subscription.cancelAt,
      scheduledChange: scheduledJson(subscription),
      pendingChange: pendingJson(subscription),
    },
  };
}

function scheduledJson({ details: { scheduledChange: coming } }: SubscriptionRow) {
  return coming ? { tier: coming.tier, interval: coming.interval, at: coming.at } : null;
}

function pendingJson({ details: { pendingChange: coming } }: SubscriptionRow) {
  return coming ? { tier: coming.tier, interval: coming.interval, expiresAt: coming.expiresAt } : null;
}

/** What a change came to, and the billing state that is true after it. */
export function changedJson({ outcome, payUrl, state }: Changed) {
  return { outcome, payUrl, ...billingJson(state) };
}

export function invoiceJson(invoice: ListedInvoice) {
  return {
    id: invoice.id,
    number: invoice.number,
    status: invoice.status,
    currency: invoice.currency,
    totalMinor: invoice.totalMinor,
    amountDueMinor: invoice.amountDueMinor,
    amountPaidMinor: invoice.amountPaidMinor,
    refundedMinor: invoice.refundedMinor,
    issuedAt: invoice.issuedAt,
    paidAt: invoice.paidAt,
    pdf: routes.api.invoicePdf(invoice.id),
  };
}
