import type Stripe from "stripe";
import { endpoint } from "../http/endpoint.ts";
import { isWithin, listPage } from "../http/lists.ts";
import { requireOne } from "./require-one.ts";

export const paymentEndpoints = [
  endpoint<Stripe.PaymentIntentListParams>(
    "GET",
    "/v1/payment_intents",
    "Stripe.PaymentIntentListParams",
    "Stripe.ApiList<Stripe.PaymentIntent>",
    ({ ctx, params }) =>
      listPage(ctx, "payment_intent", "/v1/payment_intents", params, {
        filter: params.customer === undefined ? {} : { customer: params.customer },
        accepts: ({ body }) => isWithin(body.created, params.created),
      }),
  ),
  endpoint(
    "GET",
    "/v1/payment_intents/:id",
    null,
    "Stripe.PaymentIntent",
    ({ ctx, id }) => requireOne(ctx, "payment_intent", id).body,
  ),
  endpoint<Stripe.ChargeListParams>(
    "GET",
    "/v1/charges",
    "Stripe.ChargeListParams",
    "Stripe.ApiList<Stripe.Charge>",
    ({ ctx, params }) =>
      listPage(ctx, "charge", "/v1/charges", params, {
        filter: {
          ...(params.customer === undefined ? {} : { customer: params.customer }),
          ...(params.payment_intent === undefined ? {} : { ref: params.payment_intent }),
        },
        accepts: ({ body }) => isWithin(body.created, params.created),
      }),
  ),
  endpoint(
    "GET",
    "/v1/charges/:id",
    null,
    "Stripe.Charge",
    ({ ctx, id }) => requireOne(ctx, "charge", id).body,
  ),
];
