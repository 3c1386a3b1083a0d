import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { invalid } from "../http/errors.ts";
import { listOf } from "../http/lists.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { isOver } from "./cancel.ts";
import { periodLines, recordDebits, recurringOf, requireAmount } from "./changes.ts";
import { type DiscountSource, endDiscounts, redeem } from "./discounts.ts";
import { createInvoice, finalizeInvoice } from "./invoices.ts";
import { subscriptionItem } from "./items.ts";
import { payInvoice } from "./pay.ts";
import { nextBoundary } from "./periods.ts";

export type NewSubscription = {
  customer: Stored<"customer">;
  items: { price: string; quantity: number }[];
  currency: string;
  metadata: Record<string, string>;
  discounts: DiscountSource[];
  trialEnd: number | null;
  missingMethod: Stripe.Subscription.TrialSettings.EndBehavior.MissingPaymentMethod;
  method: Stored<"payment_method"> | null;
  cancelAt: number | null;
  cancelAtPeriodEnd: boolean;
  /** `false`: the first invoice waits for the person. */
  isPaidNow: boolean;
  isOnSession: boolean;
  isAuthenticated?: boolean;
  session: string | null;
  description: string | null;
};

/** One currency a customer: what lives in another one stands in the way. */
export function refuseOtherCurrency(ctx: Context, customer: Stored<"customer">, currency: string): void {
  for (const { body } of ctx.store.list("subscription", { customer: customer.id })) {
    if (isOver(body) || body.currency === currency) continue;
    throw invalid(
      `You cannot combine currencies on a single customer. This customer has an active subscription, subscription schedule, discount, quote, or invoice item with currency ${body.currency}.`,
      "currency",
    );
  }
}

export function createSubscription(ctx: Context, input: NewSubscription): Stored<"subscription"> {
  const { customer, currency } = input;
  refuseOtherCurrency(ctx, customer, currency);
  const at = ctx.now(customer.body.test_clock);
  const id = ctx.id("sub");
  const [first] = input.items;
  if (first === undefined) throw invalid("Missing required param: items.", "items", "parameter_missing");
  const recurring = recurringOf(ctx, first.price);
  for (const item of input.items) {
    const other = recurringOf(ctx, item.price);
    requireAmount(ctx, item.price, currency);
    if (other.interval !== recurring.interval || other.interval_count !== recurring.interval_count) {
      throw invalid("The local Stripe bills all items of a subscription at the same interval.", "items");
    }
  }
  const isTrial = input.trialEnd !== null && input.trialEnd > at;
  const period = { start: at, end: isTrial ? (input.trialEnd ?? at) : nextBoundary(at, recurring, at) };
  const items = input.items.map((item) =>
    subscriptionItem(ctx, { id: ctx.id("si", 14), subscription: id, ...item, period, at }),
  );
  const body = newBody(input, { id, at, isTrial, period, items });
  const stored = ctx.insert("subscription", body, {
    debits: [],
    isTrialEndAnnounced: false,
    onSessionMethod: null,
  });
  const discounts = input.discounts.map((source) =>
    redeem(ctx, source, { customer: customer.id, subscription: id, session: input.session, at }),
  );
  body.discounts = discounts.map((discount) => discount.id);
  ctx.store.save(stored);
  // The event shows the state before the payment, as Stripe's does.
  ctx.emit("customer.subscription.created", body);
  billFirst(ctx, stored, input, { isTrial, period, at });
  return stored;
}

function billFirst(
  ctx: Context,
  stored: Stored<"subscription">,
  input: NewSubscription,
  start: { isTrial: boolean; period: { start: number; end: number }; at: number },
): void {
  const invoice = createInvoice(ctx, {
    customer: input.customer,
    subscription: stored,
    currency: input.currency,
    lines: periodLines(ctx, stored, start.isTrial),
    reason: "subscription_create",
    at: start.at,
    period: { start: start.at, end: start.at },
    discounts: start.isTrial ? [] : stored.body.discounts.map((one) => idOf(one) ?? ""),
    isAutomatic: false,
  });
  recordDebits(stored, invoice.body);
  stored.body.latest_invoice = invoice.id;
  ctx.store.save(stored);
  finalizeInvoice(ctx, invoice);
  if (invoice.body.status === "open" && input.isPaidNow) {
    payInvoice(ctx, invoice, {
      method: input.method,
      isOnSession: input.isOnSession,
      isAutomatic: true,
      isAuthenticated: input.isAuthenticated,
    });
  }
  if (!start.isTrial) endDiscounts(ctx, stored, (coupon) => coupon.duration === "once");
}

function newBody(
  input: NewSubscription,
  start: {
    id: string;
    at: number;
    isTrial: boolean;
    period: { end: number };
    items: Stripe.SubscriptionItem[];
  },
): Stripe.Subscription {
  const { id, at, isTrial, items } = start;
  return {
    id,
    object: "subscription",
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: isTrial ? (input.trialEnd ?? at) : at,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible", updated_at: at },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: input.cancelAtPeriodEnd ? start.period.end : input.cancelAt,
    cancel_at_period_end: input.cancelAtPeriodEnd,
    canceled_at: input.cancelAtPeriodEnd || input.cancelAt !== null ? at : null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: "charge_automatically",
    created: at,
    currency: input.currency,
    customer: input.customer.id,
    customer_account: null,
    days_until_due: null,
    default_payment_method: input.method?.id ?? null,
    default_source: null,
    default_tax_rates: [],
    description: input.description,
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: "self" },
    },
    items: listOf(`/v1/subscription_items?subscription=${id}`, items),
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: input.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: "off",
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: at,
    status: isTrial ? "trialing" : "incomplete",
    test_clock: input.customer.body.test_clock ?? null,
    transfer_data: null,
    trial_end: input.trialEnd,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: input.missingMethod },
    },
    trial_start: isTrial ? at : null,
  };
}
