import type Stripe from "stripe";

type Given = {
  id?: string;
  status?: string;
  priceId?: string;
  created?: number;
  latestInvoice?: string | null;
  cancelAt?: number | null;
  isCancelingAtPeriodEnd?: boolean;
  quantity?: number;
  customer?: string;
};

export const start = Date.parse("2026-05-01T12:00:00Z") / 1000;
export const periodEnd = start + 30 * 86_400;

/** A subscription with what the mirror reads of it. */
export function makeSubscription(given: Given = {}): Stripe.Subscription {
  const priceId = given.priceId ?? "price_pro_month_usd";
  const subscription = {
    id: given.id ?? "sub_1",
    object: "subscription",
    customer: given.customer ?? "cus_1",
    status: given.status ?? "active",
    currency: "usd",
    created: given.created ?? start,
    start_date: given.created ?? start,
    cancel_at: given.cancelAt ?? null,
    cancel_at_period_end: given.isCancelingAtPeriodEnd ?? false,
    canceled_at: null,
    ended_at: null,
    latest_invoice: given.latestInvoice === undefined ? "in_1" : given.latestInvoice,
    metadata: {},
    discounts: [],
    default_payment_method: null,
    schedule: null,
    pending_update: null,
    items: {
      data: [
        {
          id: "si_1",
          quantity: given.quantity ?? 1,
          current_period_start: start,
          current_period_end: periodEnd,
          price: { id: priceId, unit_amount: 900, recurring: { interval: "month" } },
        },
      ],
    },
  };
  // SAFETY: the fields that the mirror does not read are left out.
  return subscription as unknown as Stripe.Subscription;
}

/** An invoice with what the mirror reads of it. */
export function makeInvoice(
  given: { id?: string; status?: string; attempts?: number; created?: number; subscription?: string } = {},
): Stripe.Invoice {
  const status = given.status ?? "paid";
  const invoice = {
    id: given.id ?? "in_1",
    object: "invoice",
    number: "A-1",
    status,
    billing_reason: "subscription_cycle",
    currency: "usd",
    subtotal: 900,
    total: 900,
    total_discount_amounts: [],
    total_taxes: [],
    lines: { data: [] },
    amount_due: 900,
    amount_paid: status === "paid" ? 900 : 0,
    attempt_count: given.attempts ?? 1,
    next_payment_attempt: null,
    period_start: start,
    period_end: start,
    created: given.created ?? start,
    status_transitions: { paid_at: status === "paid" ? start : null },
    parent: {
      type: "subscription_details",
      subscription_details: { subscription: given.subscription ?? "sub_1" },
    },
  };
  // SAFETY: the fields that the mirror does not read are left out.
  return invoice as unknown as Stripe.Invoice;
}

export const testPrices = {
  STRIPE_PRICE_ID_MONTHLY_USD: "price_pro_month_usd",
  STRIPE_ENTERPRISE_PRICE_ID_ANNUAL_PLN: "price_enterprise_year_pln",
};
