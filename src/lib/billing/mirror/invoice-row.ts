import type Stripe from "stripe";
import { findOffer, type Offer, type PriceVariables, plans } from "../plans.ts";
import { discountMinorOf } from "./discount-use-row.ts";
import { idOf, subscriptionIdOf } from "./subscription-row.ts";

/** A row of the mirror; everything but when the row itself was made and changed. */
export type InvoiceRow = {
  id: string;
  workspaceId: string;
  customerId: string;
  subscriptionId: string | null;
  number: string | null;
  status: string;
  billingReason: string | null;
  currency: string;
  subtotalMinor: number;
  totalMinor: number;
  amountDueMinor: number;
  amountPaidMinor: number;
  /** What was paid for; null where the price is none of ours. */
  tier: string | null;
  interval: string | null;
  /** Null in rows that were not read again since this is known. */
  taxMinor: number | null;
  /** What all discounts together took off. */
  discountMinor: number;
  attemptCount: number;
  nextAttemptAt: Date | null;
  periodStart: Date | null;
  periodEnd: Date | null;
  paidAt: Date | null;
  issuedAt: Date;
};

const instant = (seconds: number | null): Date | null => (seconds === null ? null : new Date(seconds * 1000));

/** The row that says what Stripe says. Addresses of the invoice expire and are fetched when wanted. */
export function invoiceRow(
  invoice: Stripe.Invoice,
  owner: { workspaceId: string; customerId: string },
  prices: PriceVariables,
): InvoiceRow {
  const offer = offerOf(invoice, prices);
  return {
    id: invoice.id,
    ...owner,
    subscriptionId: subscriptionIdOf(invoice),
    number: invoice.number,
    status: invoice.status ?? "draft",
    billingReason: invoice.billing_reason,
    currency: invoice.currency,
    subtotalMinor: invoice.subtotal,
    totalMinor: invoice.total,
    amountDueMinor: invoice.amount_due,
    amountPaidMinor: invoice.amount_paid,
    tier: offer && plans[offer.plan].tier,
    interval: offer?.interval ?? null,
    taxMinor: (invoice.total_taxes ?? []).reduce((sum, { amount }) => sum + amount, 0),
    discountMinor: discountMinorOf(invoice),
    attemptCount: invoice.attempt_count,
    nextAttemptAt: instant(invoice.next_payment_attempt),
    periodStart: instant(invoice.period_start),
    periodEnd: instant(invoice.period_end),
    paidAt: instant(invoice.status_transitions.paid_at),
    issuedAt: new Date(invoice.created * 1000),
  };
}

/** What an invoice is for: of the prices that it bills the one with the greatest sum. */
function offerOf({ lines }: Stripe.Invoice, prices: PriceVariables): Offer | null {
  const sold = lines.data.flatMap(({ amount, pricing }) => {
    const offer = findOffer(idOf(pricing?.price_details?.price) ?? "", prices);
    return offer ? [{ amount, offer }] : [];
  });
  return sold.toSorted((a, b) => b.amount - a.amount)[0]?.offer ?? null;
}
