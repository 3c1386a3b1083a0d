import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { invalid, missing } from "../http/errors.ts";
import { listPage } from "../http/lists.ts";
import type { Stored } from "../store/documents.ts";
import { emptyToNull, mergeMetadata } from "./metadata.ts";

type Configuration = Stripe.BillingPortal.Configuration;
type CurrentFeatures = Stripe.BillingPortal.Configuration.Features;
type Features =
  | Stripe.BillingPortal.ConfigurationCreateParams.Features
  | Stripe.BillingPortal.ConfigurationUpdateParams.Features;

export function requireConfiguration(
  ctx: Context,
  id: string,
  param?: string,
): Stored<"portal_configuration"> {
  const stored = ctx.store.find("portal_configuration", id);
  if (stored === null) throw missing("configuration", id, param);
  return stored;
}

/** What is asked for over what there is; Stripe's own defaults, traps included. */
function featuresOf(current: CurrentFeatures | null, given: Features | undefined): CurrentFeatures {
  const update = given?.subscription_update;
  const cancel = given?.subscription_cancel;
  const now = current?.subscription_update;
  const reason = cancel?.cancellation_reason;
  const nowReason = current?.subscription_cancel.cancellation_reason;
  return {
    customer_update: {
      allowed_updates:
        emptyToNull(
          given?.customer_update?.allowed_updates,
          current?.customer_update.allowed_updates ?? [],
        ) ?? [],
      enabled: given?.customer_update?.enabled ?? current?.customer_update.enabled ?? false,
    },
    invoice_history: {
      enabled: given?.invoice_history?.enabled ?? current?.invoice_history.enabled ?? false,
    },
    payment_method_update: {
      enabled: given?.payment_method_update?.enabled ?? current?.payment_method_update.enabled ?? false,
      payment_method_configuration: null,
    },
    subscription_cancel: {
      cancellation_reason: {
        enabled: reason?.enabled ?? nowReason?.enabled ?? false,
        feedback_options: emptyToNull(reason?.feedback_options, nowReason?.feedback_options ?? null),
        options: emptyToNull(reason?.options, nowReason?.options ?? []) ?? [],
      },
      enabled: cancel?.enabled ?? current?.subscription_cancel.enabled ?? false,
      mode: cancel?.mode ?? current?.subscription_cancel.mode ?? "at_period_end",
      proration_behavior:
        cancel?.proration_behavior ?? current?.subscription_cancel.proration_behavior ?? "none",
    },
    subscription_pause: current?.subscription_pause ?? {
      duration: { interval_options: [], type: "indefinite" },
      enabled: false,
    },
    subscription_update: {
      billing_cycle_anchor: null,
      default_allowed_updates:
        emptyToNull(update?.default_allowed_updates, now?.default_allowed_updates ?? []) ?? [],
      enabled: update?.enabled ?? now?.enabled ?? false,
      proration_behavior: update?.proration_behavior ?? now?.proration_behavior ?? "none",
      schedule_at_period_end: {
        conditions:
          (update?.schedule_at_period_end?.conditions || undefined) ??
          now?.schedule_at_period_end.conditions ??
          [],
      },
      trial_update_behavior: update?.trial_update_behavior ?? now?.trial_update_behavior ?? "end_trial",
    },
  };
}

function productsOf(given: Features | undefined): { product: string; prices: string[] }[] | null {
  const products = given?.subscription_update?.products;
  if (products === undefined) return null;
  return products === "" || products === null
    ? []
    : products.map((one) => ({ product: one.product, prices: one.prices }));
}

function newConfiguration(
  ctx: Context,
  params: Stripe.BillingPortal.ConfigurationCreateParams,
): Stored<"portal_configuration"> {
  const now = ctx.now();
  const body: Configuration = {
    id: ctx.id("bpc"),
    object: "billing_portal.configuration",
    active: true,
    application: null,
    business_profile: {
      headline: params.business_profile?.headline || null,
      privacy_policy_url: params.business_profile?.privacy_policy_url ?? null,
      terms_of_service_url: params.business_profile?.terms_of_service_url ?? null,
    },
    created: now,
    default_return_url: params.default_return_url || null,
    features: featuresOf(null, params.features),
    is_default: ctx.store.count("portal_configuration") === 0,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: mergeMetadata({}, params.metadata),
    name: params.name || null,
    updated: now,
  };
  const stored = ctx.insert("portal_configuration", body, { products: productsOf(params.features) ?? [] });
  ctx.emit("billing_portal.configuration.created", body);
  return stored;
}

export function defaultConfiguration(ctx: Context): Stored<"portal_configuration"> {
  for (const stored of ctx.store.list("portal_configuration"))
    if (stored.body.is_default && stored.body.active) return stored;
  throw invalid(
    "No configuration provided and your test mode default configuration has not been created. Provide a configuration or create your default by saving your customer portal settings in test mode at https://dashboard.stripe.com/test/settings/billing/portal.",
  );
}

export const portalConfigurationEndpoints = [
  endpoint<Stripe.BillingPortal.ConfigurationCreateParams>(
    "POST",
    "/v1/billing_portal/configurations",
    "Stripe.BillingPortal.ConfigurationCreateParams",
    "Stripe.BillingPortal.Configuration",
    ({ ctx, params }) => newConfiguration(ctx, params).body,
  ),
  endpoint<Stripe.BillingPortal.ConfigurationListParams>(
    "GET",
    "/v1/billing_portal/configurations",
    "Stripe.BillingPortal.ConfigurationListParams",
    "Stripe.ApiList<Stripe.BillingPortal.Configuration>",
    ({ ctx, params }) =>
      listPage(ctx, "portal_configuration", "/v1/billing_portal/configurations", params, {
        accepts: ({ body }) =>
          (params.active === undefined || body.active === params.active) &&
          (params.is_default === undefined || body.is_default === params.is_default),
      }),
  ),
  endpoint(
    "GET",
    "/v1/billing_portal/configurations/:id",
    null,
    "Stripe.BillingPortal.Configuration",
    ({ ctx, id }) => requireConfiguration(ctx, id).body,
  ),
  endpoint<Stripe.BillingPortal.ConfigurationUpdateParams>(
    "POST",
    "/v1/billing_portal/configurations/:id",
    "Stripe.BillingPortal.ConfigurationUpdateParams",
    "Stripe.BillingPortal.Configuration",
    ({ ctx, params, id }) => {
      const stored = requireConfiguration(ctx, id);
      stored.inner.products = productsOf(params.features) ?? stored.inner.products;
      ctx.change(stored, "billing_portal.configuration.updated", (body) => {
        if (params.active !== undefined) body.active = params.active;
        body.features = featuresOf(body.features, params.features);
        body.default_return_url = emptyToNull(params.default_return_url, body.default_return_url);
        body.metadata = mergeMetadata(body.metadata, params.metadata);
        body.updated = ctx.now();
      });
      return stored.body;
    },
  ),
];
