import type Stripe from "stripe";
import { endpoint } from "../http/endpoint.ts";
import { isWithin, listPage } from "../http/lists.ts";
import { idOf } from "../store/indexes.ts";
import { requireOne } from "./require-one.ts";

export const setupIntentEndpoints = [
  endpoint<Stripe.SetupIntentListParams>(
    "GET",
    "/v1/setup_intents",
    "Stripe.SetupIntentListParams",
    "Stripe.ApiList<Stripe.SetupIntent>",
    ({ ctx, params }) =>
      listPage(ctx, "setup_intent", "/v1/setup_intents", params, {
        filter: params.customer === undefined ? {} : { customer: params.customer },
        accepts: ({ body }) =>
          (params.payment_method === undefined || idOf(body.payment_method) === params.payment_method) &&
          isWithin(body.created, params.created),
      }),
  ),
  endpoint(
    "GET",
    "/v1/setup_intents/:id",
    null,
    "Stripe.SetupIntent",
    ({ ctx, id }) => requireOne(ctx, "setup_intent", id).body,
  ),
];
