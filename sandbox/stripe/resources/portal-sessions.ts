import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { invalid } from "../http/errors.ts";
import { requireCustomer } from "./customers.ts";
import { defaultConfiguration, requireConfiguration } from "./portal-configurations.ts";
import { requireSubscription } from "./subscriptions.ts";

function newSession(
  ctx: Context,
  params: Stripe.BillingPortal.SessionCreateParams,
): Stripe.BillingPortal.Session {
  const customer = requireCustomer(ctx, params.customer ?? "");
  const configuration =
    params.configuration === undefined
      ? defaultConfiguration(ctx)
      : requireConfiguration(ctx, params.configuration, "configuration");
  const flow = params.flow_data;
  const subscription =
    flow?.subscription_cancel?.subscription ??
    flow?.subscription_update?.subscription ??
    flow?.subscription_update_confirm?.subscription ??
    null;
  if (flow?.type === "payment_method_update" && !configuration.body.features.payment_method_update.enabled) {
    throw invalid(
      "This feature (payment_method_update) is not enabled in the portal configuration.",
      "flow_data[type]",
    );
  }
  if (subscription !== null) requireSubscription(ctx, subscription, "flow_data");
  const id = ctx.id("bps");
  const confirm = flow?.subscription_update_confirm;
  const body: Stripe.BillingPortal.Session = {
    id,
    object: "billing_portal.session",
    configuration: configuration.id,
    created: ctx.now(),
    customer: customer.id,
    customer_account: null,
    flow:
      flow === undefined
        ? null
        : {
            after_completion: {
              hosted_confirmation: null,
              redirect:
                flow.after_completion?.redirect === undefined
                  ? null
                  : { return_url: flow.after_completion.redirect.return_url },
              type: flow.after_completion?.type ?? "portal_homepage",
            },
            customer_update: null,
            subscription_cancel:
              flow.type === "subscription_cancel" && subscription !== null
                ? { retention: null, subscription }
                : null,
            subscription_pause: null,
            subscription_update:
              flow.type === "subscription_update" && subscription !== null ? { subscription } : null,
            subscription_update_confirm:
              confirm === undefined
                ? null
                : {
                    discounts: null,
                    items: confirm.items.map((item) => ({
                      id: item.id,
                      price: item.price ?? null,
                      quantity: item.quantity,
                    })),
                    subscription: confirm.subscription,
                  },
            type: flow.type,
          },
    livemode: false,
    locale: params.locale ?? null,
    on_behalf_of: null,
    return_url: params.return_url ?? configuration.body.default_return_url,
    url: `${ctx.baseUrl}/p/session/${id}`,
  };
  ctx.insert("portal_session", body, { subscription, pendingCard: null });
  ctx.emit("billing_portal.session.created", body);
  return body;
}

export const portalSessionEndpoints = [
  endpoint<Stripe.BillingPortal.SessionCreateParams>(
    "POST",
    "/v1/billing_portal/sessions",
    "Stripe.BillingPortal.SessionCreateParams",
    "Stripe.BillingPortal.Session",
    ({ ctx, params }) => newSession(ctx, params),
  ),
];
