import { findIntent } from "../billing-engine/payment-intents.ts";
import type { Context } from "../context.ts";
import type { Endpoint } from "../http/endpoint.ts";
import type { Included } from "../http/expand.ts";
import { listOf } from "../http/lists.ts";
import { idOf } from "../store/indexes.ts";
import { catalogueEndpoints, currencyOptions } from "./catalogue.ts";
import { checkoutEndpoints } from "./checkout-sessions.ts";
import { couponEndpoints } from "./coupons.ts";
import { customerEndpoints } from "./customers.ts";
import { disputeEndpoints } from "./disputes.ts";
import { invoiceEndpoints, paymentsOf } from "./invoices.ts";
import { paymentMethodEndpoints } from "./payment-methods.ts";
import { paymentEndpoints } from "./payments.ts";
import { portalConfigurationEndpoints } from "./portal-configurations.ts";
import { portalSessionEndpoints } from "./portal-sessions.ts";
import { refundEndpoints } from "./refunds.ts";
import { scheduleEndpoints } from "./schedules.ts";
import { lineItemsOf } from "./session-totals.ts";
import { setupIntentEndpoints } from "./setup-intents.ts";
import { subscriptionItemEndpoints } from "./subscription-items.ts";
import { subscriptionEndpoints } from "./subscriptions.ts";
import { testClockEndpoints } from "./test-clocks.ts";
import { webhookEndpoints } from "./webhook-endpoints.ts";

/** All of `/v1`; what is not here answers Stripe's 404. */
export const endpoints: Endpoint[] = [
  ...customerEndpoints,
  ...catalogueEndpoints,
  ...paymentMethodEndpoints,
  ...couponEndpoints,
  ...checkoutEndpoints,
  ...subscriptionEndpoints,
  ...subscriptionItemEndpoints,
  ...scheduleEndpoints,
  ...invoiceEndpoints,
  ...paymentEndpoints,
  ...refundEndpoints,
  ...disputeEndpoints,
  ...setupIntentEndpoints,
  ...portalConfigurationEndpoints,
  ...portalSessionEndpoints,
  ...testClockEndpoints,
  ...webhookEndpoints,
];

const idIn = (object: Record<string, unknown>): string => String(object.id);

/** What is only there when it is asked for by `expand`. */
export const included: Record<string, Included> = {
  "price.currency_options": (ctx, object) => currencyOptions(ctx, idIn(object)),
  "invoice.payments": (ctx, object) => paymentsOf(ctx, idIn(object)),
  "invoice.confirmation_secret": (ctx, object) => {
    const intent = findIntent(ctx, idIn(object));
    return intent === null ? null : { client_secret: intent.body.client_secret, type: "payment_intent" };
  },
  "charge.refunds": (ctx, object) => refundsOf(ctx, idIn(object)),
  "coupon.applies_to": (ctx, object) => ({
    products: ctx.store.find("coupon", idIn(object))?.inner.products ?? [],
  }),
  "coupon.currency_options": (ctx, object) => {
    const amounts = ctx.store.find("coupon", idIn(object))?.inner.amounts ?? {};
    return Object.fromEntries(
      Object.entries(amounts).map(([currency, amount]) => [currency, { amount_off: amount }]),
    );
  },
  "promotion_code.restrictions.currency_options": (ctx, object) => {
    const minimums = ctx.store.find("promotion_code", idIn(object))?.inner.minimums ?? {};
    return Object.fromEntries(
      Object.entries(minimums).map(([currency, amount]) => [currency, { minimum_amount: amount }]),
    );
  },
  "checkout.session.line_items": (ctx, object) => lineItemsOf(ctx, idIn(object)),
  "customer.subscriptions": (ctx, object) => {
    const data = [...ctx.store.list("subscription", { customer: idIn(object) })]
      .map((stored) => structuredClone(stored.body))
      .filter((body) => body.status !== "canceled" && body.status !== "incomplete_expired");
    return listOf(`/v1/customers/${idIn(object)}/subscriptions`, data);
  },
};

function refundsOf(ctx: Context, charge: string): object {
  const data = [...ctx.store.list("refund", { customer: charge })].filter(
    ({ body }) => idOf(body.charge) === charge,
  );
  return listOf(
    `/v1/charges/${charge}/refunds`,
    data.map((stored) => structuredClone(stored.body)),
  );
}
