import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { apiVersion } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { invalid, missing } from "../http/errors.ts";
import { isBefore, isWithin, listPage } from "../http/lists.ts";
import type { Stored } from "../store/documents.ts";
import { mergeMetadata } from "./metadata.ts";

export function newWebhookEndpoint(
  ctx: Context,
  options: { id?: string; url: string; events: string[]; secret?: string; description?: string | null },
): Stored<"webhook_endpoint"> {
  const body: Stripe.WebhookEndpoint = {
    id: options.id ?? ctx.id("we"),
    object: "webhook_endpoint",
    api_version: apiVersion,
    application: null,
    created: ctx.now(),
    description: options.description ?? null,
    enabled_events: options.events,
    livemode: false,
    metadata: {},
    status: "enabled",
    url: options.url,
  };
  const secret = options.secret ?? ctx.id("whsec", 32);
  return ctx.insert("webhook_endpoint", body, { secrets: [{ secret, until: null }] });
}

function requireEndpoint(ctx: Context, id: string): Stored<"webhook_endpoint"> {
  const stored = ctx.store.find("webhook_endpoint", id);
  if (stored === null) throw missing("webhook endpoint", id);
  return stored;
}

function requireUrl(url: string): string {
  if (!/^https?:\/\//.test(url))
    throw invalid("Invalid URL: An explicit scheme (such as https) must be provided.", "url", "url_invalid");
  return url;
}

export const webhookEndpoints = [
  endpoint<Stripe.WebhookEndpointCreateParams>(
    "POST",
    "/v1/webhook_endpoints",
    "Stripe.WebhookEndpointCreateParams",
    "Stripe.WebhookEndpoint",
    ({ ctx, params }) => {
      if (params.api_version !== undefined && params.api_version !== apiVersion) {
        throw invalid(`The local Stripe renders events only as ${apiVersion}.`, "api_version");
      }
      const stored = newWebhookEndpoint(ctx, {
        url: requireUrl(params.url),
        events: params.enabled_events,
        description: params.description || null,
      });
      stored.body.metadata = mergeMetadata({}, params.metadata);
      ctx.store.save(stored);
      return { ...stored.body, secret: stored.inner.secrets[0]?.secret };
    },
  ),
  endpoint<Stripe.WebhookEndpointListParams>(
    "GET",
    "/v1/webhook_endpoints",
    "Stripe.WebhookEndpointListParams",
    "Stripe.ApiList<Stripe.WebhookEndpoint>",
    ({ ctx, params }) => listPage(ctx, "webhook_endpoint", "/v1/webhook_endpoints", params),
  ),
  endpoint(
    "GET",
    "/v1/webhook_endpoints/:id",
    null,
    "Stripe.WebhookEndpoint",
    ({ ctx, id }) => requireEndpoint(ctx, id).body,
  ),
  endpoint<Stripe.WebhookEndpointUpdateParams>(
    "POST",
    "/v1/webhook_endpoints/:id",
    "Stripe.WebhookEndpointUpdateParams",
    "Stripe.WebhookEndpoint",
    ({ ctx, params, id }) => {
      const stored = requireEndpoint(ctx, id);
      ctx.change(stored, null, (body) => {
        if (params.url !== undefined) body.url = requireUrl(params.url);
        if (params.enabled_events !== undefined) body.enabled_events = params.enabled_events;
        if (params.disabled !== undefined) body.status = params.disabled ? "disabled" : "enabled";
        body.metadata = mergeMetadata(body.metadata, params.metadata);
      });
      return stored.body;
    },
  ),
  endpoint("DELETE", "/v1/webhook_endpoints/:id", null, "Stripe.DeletedWebhookEndpoint", ({ ctx, id }) => {
    ctx.store.remove(requireEndpoint(ctx, id));
    return { id, object: "webhook_endpoint", deleted: true } satisfies Stripe.DeletedWebhookEndpoint;
  }),
  endpoint<Stripe.EventListParams>(
    "GET",
    "/v1/events",
    "Stripe.EventListParams",
    "Stripe.ApiList<Stripe.EventBase>",
    ({ ctx, params }) =>
      listPage(ctx, "event", "/v1/events", params, {
        filter: params.type === undefined || params.type.includes("*") ? {} : { ref: params.type },
        isTooOld: ({ body }) => isBefore(body.created, params.created),
        accepts: ({ body }) =>
          isWithin(body.created, params.created) &&
          (params.type === undefined || isTypeWanted(params.type, body.type)) &&
          (params.types === undefined || params.types.some((wanted) => isTypeWanted(wanted, body.type))) &&
          (params.delivery_success === undefined ||
            (body.pending_webhooks === 0) === params.delivery_success),
      }),
  ),
  endpoint("GET", "/v1/events/:id", null, "Stripe.EventBase", ({ ctx, id }) => {
    const stored = ctx.store.find("event", id);
    if (stored === null) throw missing("event", id);
    return stored.body;
  }),
];

function isTypeWanted(wanted: string, type: string): boolean {
  return wanted.endsWith("*") ? type.startsWith(wanted.slice(0, -1)) : wanted === type;
}
