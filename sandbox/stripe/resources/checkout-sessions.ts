import type Stripe from "stripe";
import { expireSession } from "../billing-engine/due.ts";
import { endpoint } from "../http/endpoint.ts";
import { invalid } from "../http/errors.ts";
import { isWithin, listPage } from "../http/lists.ts";
import { idOf } from "../store/indexes.ts";
import { createSession } from "./new-checkout-session.ts";
import { lineItemsOf, requireSession } from "./session-totals.ts";

type Params = Stripe.Checkout.SessionCreateParams;

export const checkoutEndpoints = [
  endpoint<Params>(
    "POST",
    "/v1/checkout/sessions",
    "Stripe.Checkout.SessionCreateParams",
    "Stripe.Checkout.Session",
    ({ ctx, params }) => createSession(ctx, params),
  ),
  endpoint<Stripe.Checkout.SessionListParams>(
    "GET",
    "/v1/checkout/sessions",
    "Stripe.Checkout.SessionListParams",
    "Stripe.ApiList<Stripe.Checkout.Session>",
    ({ ctx, params }) =>
      listPage(ctx, "session", "/v1/checkout/sessions", params, {
        filter: params.customer === undefined ? {} : { customer: params.customer },
        accepts: ({ body }) =>
          (params.status === undefined || body.status === params.status) &&
          (params.subscription === undefined || idOf(body.subscription) === params.subscription) &&
          (params.payment_intent === undefined || idOf(body.payment_intent) === params.payment_intent) &&
          isWithin(body.created, params.created),
      }),
  ),
  endpoint(
    "GET",
    "/v1/checkout/sessions/:id",
    null,
    "Stripe.Checkout.Session",
    ({ ctx, id }) => requireSession(ctx, id).body,
  ),
  endpoint<Stripe.Checkout.SessionListLineItemsParams>(
    "GET",
    "/v1/checkout/sessions/:id/line_items",
    "Stripe.Checkout.SessionListLineItemsParams",
    "Stripe.ApiList<Stripe.LineItem>",
    ({ ctx, id }) => lineItemsOf(ctx, id),
  ),
  endpoint("POST", "/v1/checkout/sessions/:id/expire", null, "Stripe.Checkout.Session", ({ ctx, id }) => {
    const stored = requireSession(ctx, id);
    if (stored.body.status !== "open") {
      throw invalid(
        'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of `' +
          String(stored.body.status) +
          "`.",
        "session",
      );
    }
    expireSession(ctx, stored);
    return stored.body;
  }),
];
