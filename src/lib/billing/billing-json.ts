import { routes } from "#shared/routes.ts";
import type { InvoiceRow } from "./invoice-row.ts";
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
    },
  };
}

export function invoiceJson(invoice: InvoiceRow) {
  return {
    id: invoice.id,
    number: invoice.number,
    status: invoice.status,
    currency: invoice.currency,
    totalMinor: invoice.totalMinor,
    amountDueMinor: invoice.amountDueMinor,
    amountPaidMinor: invoice.amountPaidMinor,
    issuedAt: invoice.issuedAt,
    paidAt: invoice.paidAt,
    pdf: routes.api.invoicePdf(invoice.id),
  };
}
