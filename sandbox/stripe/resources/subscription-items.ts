import type Stripe from "stripe";
import { updateSubscription } from "../billing-engine/update-subscription.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { missing, missingParameter } from "../http/errors.ts";
import type { Stored } from "../store/documents.ts";
import { requireSubscription } from "./subscriptions.ts";

export const subscriptionItemEndpoints = [
  endpoint<Stripe.SubscriptionItemListParams>(
    "GET",
    "/v1/subscription_items",
    "Stripe.SubscriptionItemListParams",
    "Stripe.ApiList<Stripe.SubscriptionItem>",
    ({ ctx, params }) => requireSubscription(ctx, params.subscription, "subscription").body.items,
  ),
  endpoint<Stripe.SubscriptionItemCreateParams>(
    "POST",
    "/v1/subscription_items",
    "Stripe.SubscriptionItemCreateParams",
    "Stripe.SubscriptionItem",
    ({ ctx, params }) => {
      const stored = requireSubscription(ctx, params.subscription, "subscription");
      const { price, quantity, proration_behavior, proration_date, payment_behavior } = params;
      if (price === undefined) throw missingParameter("price");
      updateSubscription(ctx, stored, {
        items: [{ price, quantity }],
        proration_behavior,
        proration_date,
        payment_behavior,
      });
      return stored.body.items.data.at(-1);
    },
  ),
  endpoint(
    "GET",
    "/v1/subscription_items/:id",
    null,
    "Stripe.SubscriptionItem",
    ({ ctx, id }) => findItem(ctx, id).item,
  ),
  endpoint<Stripe.SubscriptionItemUpdateParams>(
    "POST",
    "/v1/subscription_items/:id",
    "Stripe.SubscriptionItemUpdateParams",
    "Stripe.SubscriptionItem",
    ({ ctx, params, id }) => {
      const { stored } = findItem(ctx, id);
      const { price, quantity, proration_behavior, proration_date, payment_behavior } = params;
      updateSubscription(ctx, stored, {
        items: [{ id, price, quantity }],
        proration_behavior,
        proration_date,
        payment_behavior,
      });
      return stored.body.items.data.find((item) => item.id === id);
    },
  ),
];

function findItem(
  ctx: Context,
  id: string,
): { stored: Stored<"subscription">; item: Stripe.SubscriptionItem } {
  const byFirst = [...ctx.store.list("subscription", { ref: id })];
  for (const stored of byFirst.length > 0 ? byFirst : ctx.store.list("subscription")) {
    const item = stored.body.items.data.find((one) => one.id === id);
    if (item !== undefined) return { stored, item };
  }
  throw missing("subscription_item", id);
}
