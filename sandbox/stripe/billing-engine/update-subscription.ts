import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { invalid } from "../http/errors.ts";
import { emptyToNull, mergeMetadata } from "../resources/metadata.ts";
import { requirePaymentMethod } from "../resources/payment-methods.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { isOver } from "./cancel.ts";
import { changeItems } from "./change-items.ts";
import { announceEnd, readDiscount, redeem } from "./discounts.ts";

type Update = Stripe.SubscriptionUpdateParams;
const updated = "customer.subscription.updated";
const pendingAllowed = new Set([
  "items",
  "payment_behavior",
  "proration_behavior",
  "proration_date",
  "billing_cycle_anchor",
  "trial_end",
  "trial_from_plan",
  "add_invoice_items",
  "discounts",
  "off_session",
]);

/** `subscriptions.update`, also behind items, schedules and the portal. */
export function updateSubscription(ctx: Context, stored: Stored<"subscription">, params: Update): void {
  if (isOver(stored.body)) {
    const allowed = new Set(["metadata", "cancellation_details"]);
    if (Object.keys(params).some((key) => !allowed.has(key))) {
      throw invalid(
        "A canceled subscription can only update its cancellation_details and metadata.",
        undefined,
        "resource_missing",
      );
    }
  }
  const cancels = params.cancel_at !== undefined || params.cancel_at_period_end !== undefined;
  const schedule = idOf(stored.body.schedule);
  if (cancels && schedule !== null) {
    throw invalid(
      `The subscription is managed by the subscription schedule \`${schedule}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`,
    );
  }
  const isPendingAsked = params.payment_behavior === "pending_if_incomplete";
  const unfit = isPendingAsked ? Object.keys(params).find((key) => !pendingAllowed.has(key)) : undefined;
  if (unfit !== undefined) {
    throw invalid(
      `You cannot update \`${unfit}\` when \`payment_behavior\` is \`pending_if_incomplete\`.`,
      unfit,
    );
  }
  applyDiscounts(ctx, stored, params);
  const needsChange =
    params.items !== undefined || params.trial_end !== undefined || params.billing_cycle_anchor !== undefined;
  if (needsChange) changeItems(ctx, stored, params);
  applyPlainFields(ctx, stored, params);
}

function applyDiscounts(ctx: Context, stored: Stored<"subscription">, params: Update): void {
  const { discounts } = params;
  if (discounts === undefined || (Array.isArray(discounts) && discounts.length === 0)) return;
  const { body } = stored;
  const customer = idOf(body.customer) ?? "";
  const at = ctx.now(body.test_clock);
  const wanted = discounts === "" || discounts === null ? [] : discounts;
  const kept = wanted.flatMap((one) => (one.discount === undefined ? [] : [one.discount]));
  const added = wanted
    .filter((one) => one.discount === undefined)
    .map((one) => readDiscount(ctx, one, { customer, currency: body.currency, amount: null, prices: null }))
    .map((source) => redeem(ctx, source, { customer, subscription: body.id, session: null, at }).id);
  const removed = body.discounts.map((one) => idOf(one) ?? "").filter((id) => !kept.includes(id));
  ctx.change(stored, updated, (changed) => {
    changed.discounts = [...kept, ...added];
  });
  for (const id of removed) announceEnd(ctx, id);
}

function applyPlainFields(ctx: Context, stored: Stored<"subscription">, params: Update): void {
  const now = ctx.now(stored.body.test_clock);
  const ends = stored.body.items.data.map((item) => item.current_period_end);
  const method = params.default_payment_method
    ? requirePaymentMethod(ctx, params.default_payment_method, "default_payment_method")
    : null;
  if (method !== null && idOf(method.body.customer) !== idOf(stored.body.customer)) {
    throw invalid(
      `The customer does not have a payment method with the ID ${method.id}.`,
      "default_payment_method",
      "resource_missing",
    );
  }
  if (params.cancel_at_period_end === true && params.cancel_at) {
    throw invalid(
      "You may only specify one of these parameters: cancel_at, cancel_at_period_end.",
      "cancel_at",
    );
  }
  if (typeof params.cancel_at === "number" && params.cancel_at <= now) {
    throw invalid("`cancel_at` must be in the future.", "cancel_at");
  }
  ctx.change(stored, updated, (body) => {
    body.metadata = mergeMetadata(body.metadata, params.metadata);
    body.description = emptyToNull(params.description, body.description);
    if (method !== null) body.default_payment_method = method.id;
    else if (params.default_payment_method === "") body.default_payment_method = null;
    if (params.cancel_at_period_end !== undefined) {
      body.cancel_at_period_end = params.cancel_at_period_end;
      body.cancel_at = params.cancel_at_period_end ? Math.max(...ends) : null;
    }
    if (params.cancel_at !== undefined) {
      body.cancel_at_period_end = false;
      if (params.cancel_at === "" || params.cancel_at === null) body.cancel_at = null;
      else if (params.cancel_at === "min_period_end") body.cancel_at = Math.min(...ends);
      else body.cancel_at = typeof params.cancel_at === "number" ? params.cancel_at : Math.max(...ends);
    }
    if (params.cancel_at !== undefined || params.cancel_at_period_end !== undefined) {
      const isScheduled = body.cancel_at !== null;
      body.canceled_at = isScheduled ? now : null;
      if (body.cancellation_details) {
        body.cancellation_details.reason = isScheduled ? "cancellation_requested" : null;
        if (!isScheduled) Object.assign(body.cancellation_details, { comment: null, feedback: null });
      }
    }
    if (params.cancellation_details && body.cancellation_details) {
      const { comment, feedback } = params.cancellation_details;
      if (comment !== undefined) body.cancellation_details.comment = comment || null;
      if (feedback !== undefined) body.cancellation_details.feedback = feedback || null;
    }
    const missingMethod = params.trial_settings?.end_behavior.missing_payment_method;
    if (missingMethod !== undefined && body.trial_settings) {
      body.trial_settings.end_behavior.missing_payment_method = missingMethod;
    }
  });
}
