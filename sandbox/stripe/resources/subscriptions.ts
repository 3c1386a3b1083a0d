import type Stripe from "stripe";
import { cancelNow, isOver } from "../billing-engine/cancel.ts";
import { createSubscription } from "../billing-engine/create-subscription.ts";
import { creditUnused } from "../billing-engine/credit-unused.ts";
import { readDiscount } from "../billing-engine/discounts.ts";
import { pauseSubscription, resumeSubscription } from "../billing-engine/pause.ts";
import { paymentFault } from "../billing-engine/pay.ts";
import { updateSubscription } from "../billing-engine/update-subscription.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { invalid, missing, missingParameter } from "../http/errors.ts";
import { isWithin, listPage } from "../http/lists.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { requirePrice } from "./catalogue.ts";
import { requireCustomer } from "./customers.ts";
import { mergeMetadata } from "./metadata.ts";
import { requirePaymentMethod } from "./payment-methods.ts";

export function requireSubscription(ctx: Context, id: string, param = "id"): Stored<"subscription"> {
  const stored = ctx.store.find("subscription", id);
  if (stored === null) throw missing("subscription", id, param);
  refuseAdvancing(ctx, stored.body.test_clock);
  return stored;
}

function refuseAdvancing(ctx: Context, clock: string | { id: string } | null): void {
  if (ctx.store.find("test_clock", idOf(clock))?.body.status === "advancing") {
    throw invalid("Test clock advancement underway - cannot perform modifications.");
  }
}

function create(ctx: Context, params: Stripe.SubscriptionCreateParams): Stripe.Subscription {
  if (params.customer === undefined) throw missingParameter("customer");
  const customer = requireCustomer(ctx, params.customer);
  refuseAdvancing(ctx, customer.body.test_clock ?? null);
  const items = (params.items ?? []).map((item, index) => {
    if (item.price === undefined) throw missingParameter(`items[${index}][price]`);
    return {
      price: requirePrice(ctx, item.price, `items[${index}][price]`).id,
      quantity: item.quantity ?? 1,
    };
  });
  const [first] = items;
  if (first === undefined) throw missingParameter("items");
  const currency = params.currency ?? requirePrice(ctx, first.price).body.currency;
  const now = ctx.now(customer.body.test_clock);
  const trialEnd = readTrialEnd(params, now);
  const method = readMethod(ctx, customer, params.default_payment_method);
  const isIncomplete = params.payment_behavior === "default_incomplete";
  const discounts = Array.isArray(params.discounts) ? params.discounts : [];
  const stored = createSubscription(ctx, {
    customer,
    items,
    currency,
    metadata: mergeMetadata({}, params.metadata),
    discounts: discounts.map((one) =>
      readDiscount(ctx, one, { customer: customer.id, currency, amount: null, prices: null }),
    ),
    trialEnd,
    missingMethod: params.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice",
    method,
    cancelAt: typeof params.cancel_at === "number" ? params.cancel_at : null,
    cancelAtPeriodEnd: params.cancel_at_period_end ?? false,
    isPaidNow: !isIncomplete,
    isOnSession: params.off_session !== true,
    session: null,
    description: params.description ?? null,
  });
  if (params.default_payment_method === undefined) {
    stored.body.default_payment_method = null;
    ctx.store.save(stored);
  }
  refuseUnpaid(ctx, stored, params.payment_behavior);
  return stored.body;
}

/** Without a card there is nothing to try; and `error_if_incomplete` makes nothing. */
function refuseUnpaid(ctx: Context, stored: Stored<"subscription">, behaviour: string | undefined): void {
  if (stored.body.status !== "incomplete" || behaviour === "default_incomplete") return;
  const invoice = ctx.store.find("invoice", idOf(stored.body.latest_invoice));
  if (invoice === null) return;
  const customer = ctx.store.find("customer", idOf(stored.body.customer));
  const hasMethod =
    stored.body.default_payment_method !== null ||
    idOf(customer?.body.invoice_settings?.default_payment_method) !== null;
  if (hasMethod && behaviour !== "error_if_incomplete") return;
  const fault = paymentFault(ctx, invoice, "failed");
  fault.keepsEffects = false;
  throw fault;
}

function readTrialEnd(params: Stripe.SubscriptionCreateParams, now: number): number | null {
  if (params.trial_period_days !== undefined) {
    if (params.trial_period_days < 1)
      throw invalid("Invalid integer: trial_period_days", "trial_period_days", "parameter_invalid_integer");
    return now + params.trial_period_days * 24 * 3600;
  }
  if (params.trial_end === undefined || params.trial_end === "now") return null;
  if (params.trial_end <= now)
    throw invalid("Invalid timestamp: must be an integer Unix timestamp in the future.", "trial_end");
  return params.trial_end;
}

function readMethod(
  ctx: Context,
  customer: Stored<"customer">,
  id: string | undefined,
): Stored<"payment_method"> | null {
  if (id !== undefined) {
    const method = requirePaymentMethod(ctx, id, "default_payment_method");
    if (idOf(method.body.customer) !== customer.id) {
      throw invalid(
        `The customer does not have a payment method with the ID ${id}.`,
        "default_payment_method",
        "resource_missing",
      );
    }
    return method;
  }
  return ctx.store.find("payment_method", idOf(customer.body.invoice_settings.default_payment_method));
}

function cancel(ctx: Context, stored: Stored<"subscription">, params: Stripe.SubscriptionCancelParams): void {
  if (isOver(stored.body)) throw missing("subscription", stored.id);
  if (params.prorate === true && stored.body.status !== "trialing") {
    creditUnused(ctx, stored, {
      at: ctx.now(stored.body.test_clock),
      isInvoiced: params.invoice_now === true,
    });
  }
  const details = params.cancellation_details;
  cancelNow(ctx, stored, {
    reason: "cancellation_requested",
    details: { comment: details?.comment || null, feedback: details?.feedback || null },
  });
}

export const subscriptionEndpoints = [
  endpoint<Stripe.SubscriptionCreateParams>(
    "POST",
    "/v1/subscriptions",
    "Stripe.SubscriptionCreateParams",
    "Stripe.Subscription",
    ({ ctx, params }) => create(ctx, params),
  ),
  endpoint<Stripe.SubscriptionListParams>(
    "GET",
    "/v1/subscriptions",
    "Stripe.SubscriptionListParams",
    "Stripe.ApiList<Stripe.Subscription>",
    ({ ctx, params }) =>
      listPage(ctx, "subscription", "/v1/subscriptions", params, {
        filter: {
          ...(params.customer === undefined ? {} : { customer: params.customer }),
          ...(params.test_clock === undefined ? {} : { clock: params.test_clock }),
        },
        accepts: ({ body }) =>
          isStatusWanted(params.status, body) &&
          (params.price === undefined || body.items.data.some((item) => item.price.id === params.price)) &&
          isWithin(body.created, params.created as number | undefined),
      }),
  ),
  endpoint("GET", "/v1/subscriptions/:id", null, "Stripe.Subscription", ({ ctx, id }) => {
    const stored = ctx.store.find("subscription", id);
    if (stored === null) throw missing("subscription", id);
    return stored.body;
  }),
  endpoint<Stripe.SubscriptionUpdateParams>(
    "POST",
    "/v1/subscriptions/:id",
    "Stripe.SubscriptionUpdateParams",
    "Stripe.Subscription",
    ({ ctx, params, id }) => {
      const stored = requireSubscription(ctx, id);
      updateSubscription(ctx, stored, params);
      return stored.body;
    },
  ),
  endpoint<Stripe.SubscriptionCancelParams>(
    "DELETE",
    "/v1/subscriptions/:id",
    "Stripe.SubscriptionCancelParams",
    "Stripe.Subscription",
    ({ ctx, params, id }) => {
      const stored = requireSubscription(ctx, id);
      cancel(ctx, stored, params);
      return stored.body;
    },
  ),
  endpoint<Stripe.SubscriptionResumeParams>(
    "POST",
    "/v1/subscriptions/:id/resume",
    "Stripe.SubscriptionResumeParams",
    "Stripe.Subscription",
    ({ ctx, params, id }) => {
      const stored = requireSubscription(ctx, id);
      resumeSubscription(ctx, stored, params);
      return stored.body;
    },
  ),
  endpoint<Stripe.SubscriptionPauseParams>(
    "POST",
    "/v1/subscriptions/:id/pause",
    "Stripe.SubscriptionPauseParams",
    "Stripe.Subscription",
    ({ ctx, params, id }) => {
      const stored = requireSubscription(ctx, id);
      pauseSubscription(ctx, stored, params);
      return stored.body;
    },
  ),
  endpoint("DELETE", "/v1/subscriptions/:id/discount", null, "Stripe.DeletedDiscount", ({ ctx, id }) => {
    const stored = requireSubscription(ctx, id);
    const discount = ctx.store.find("discount", idOf(stored.body.discounts[0]));
    if (discount === null)
      throw invalid("No active discount for subscription.", undefined, "resource_missing", 404);
    updateSubscription(ctx, stored, { discounts: "" });
    const { end: _end, ...rest } = discount.body;
    return { ...rest, deleted: true };
  }),
];

function isStatusWanted(status: string | undefined, body: Stripe.Subscription): boolean {
  if (status === "all") return true;
  if (status === undefined) return !isOver(body);
  return status === "ended" ? isOver(body) : body.status === status;
}
