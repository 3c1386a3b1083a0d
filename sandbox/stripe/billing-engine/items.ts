import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { requirePrice } from "../resources/catalogue.ts";
import { idOf } from "../store/indexes.ts";

export function subscriptionItem(
  ctx: Context,
  input: {
    id: string;
    subscription: string;
    price: string;
    quantity: number;
    period: { start: number; end: number };
    at: number;
  },
): Stripe.SubscriptionItem {
  const price = requirePrice(ctx, input.price).body;
  return {
    id: input.id,
    object: "subscription_item",
    billing_thresholds: null,
    created: input.at,
    current_period_end: input.period.end,
    current_period_start: input.period.start,
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: planOf(price),
    price,
    quantity: input.quantity,
    subscription: input.subscription,
    tax_rates: [],
  };
}

/** The old name of a price, still on every item. */
export function planOf(price: Stripe.Price): Stripe.Plan {
  return {
    id: price.id,
    object: "plan",
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: "per_unit",
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? "month",
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: price.metadata,
    meter: null,
    nickname: price.nickname,
    product: idOf(price.product),
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: "licensed",
  };
}
