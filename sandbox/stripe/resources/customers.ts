import type Stripe from "stripe";
import { cancelNow, isOver } from "../billing-engine/cancel.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { invalid, missing } from "../http/errors.ts";
import { isWithin, listPage } from "../http/lists.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { emptyToNull, mergeMetadata } from "./metadata.ts";

const customersPerClock = 3;

/** The customer, which may be a deleted one. */
function requireAnyCustomer(ctx: Context, id: string, param?: string): Stored<"customer"> {
  const stored = ctx.store.find("customer", id);
  if (stored === null) throw missing("customer", id, param);
  return stored;
}

export function requireCustomer(ctx: Context, id: string, param = "customer"): Stored<"customer"> {
  const stored = requireAnyCustomer(ctx, id, param);
  if ("deleted" in stored.body) throw missing("customer", id, param);
  return stored;
}

export function newCustomer(ctx: Context, params: Stripe.CustomerCreateParams): Stored<"customer"> {
  const clock = params.test_clock ?? null;
  if (clock !== null) {
    if (ctx.store.find("test_clock", clock) === null) throw missing("test clock", clock, "test_clock");
    if ([...ctx.store.list("customer", { clock })].length >= customersPerClock) {
      throw invalid(`Test clocks can have at most ${customersPerClock} customers.`, "test_clock");
    }
  }
  const id = ctx.id("cus", 14);
  const body: Stripe.Customer = {
    id,
    object: "customer",
    address: null,
    balance: params.balance ?? 0,
    created: ctx.now(clock),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: params.description ?? null,
    discount: null,
    email: params.email ?? null,
    invoice_prefix: ctx.id("x", 8).slice(2).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: params.invoice_settings?.default_payment_method ?? null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    name: params.name ?? null,
    next_invoice_sequence: 1,
    phone: params.phone ?? null,
    preferred_locales: params.preferred_locales ?? [],
    shipping: null,
    tax_exempt: "none",
    test_clock: clock,
  };
  const stored = ctx.insert("customer", body, {});
  ctx.emit("customer.created", body);
  return stored;
}

export function deleteCustomer(ctx: Context, stored: Stored<"customer">): Stripe.DeletedCustomer {
  for (const subscription of ctx.store.list("subscription", { customer: stored.id })) {
    if (!isOver(subscription.body)) cancelNow(ctx, subscription, { reason: null });
  }
  for (const method of ctx.store.list("payment_method", { customer: stored.id })) {
    ctx.change(method, "payment_method.detached", (body) => {
      body.customer = null;
    });
  }
  ctx.emit("customer.deleted", stored.body);
  const gone: Stripe.DeletedCustomer = { id: stored.id, object: "customer", deleted: true };
  stored.body = gone as unknown as Stripe.Customer;
  ctx.store.save(stored);
  return gone;
}

function update(ctx: Context, stored: Stored<"customer">, params: Stripe.CustomerUpdateParams): void {
  const method = params.invoice_settings?.default_payment_method;
  if (method) {
    const found = ctx.store.find("payment_method", method);
    if (found === null || idOf(found.body.customer) !== stored.id) {
      throw invalid(
        `The customer does not have a payment method with the ID ${method}. The payment method must be attached to the customer.`,
        "invoice_settings[default_payment_method]",
        "resource_missing",
      );
    }
  }
  ctx.change(stored, "customer.updated", (body) => {
    body.email = emptyToNull(params.email, body.email);
    body.name = emptyToNull(params.name, body.name ?? null);
    body.phone = emptyToNull(params.phone, body.phone ?? null);
    body.description = emptyToNull(params.description, body.description);
    body.metadata = mergeMetadata(body.metadata, params.metadata);
    if (params.balance !== undefined) body.balance = params.balance;
    if (params.preferred_locales !== undefined) body.preferred_locales = params.preferred_locales;
    if (method !== undefined) body.invoice_settings.default_payment_method = method === "" ? null : method;
  });
}

export const customerEndpoints = [
  endpoint<Stripe.CustomerCreateParams>(
    "POST",
    "/v1/customers",
    "Stripe.CustomerCreateParams",
    "Stripe.Customer",
    ({ ctx, params }) => {
      const stored = newCustomer(ctx, { ...params, payment_method: undefined });
      if (params.payment_method) {
        throw invalid("Attach the payment method after the customer was made.", "payment_method");
      }
      return stored.body;
    },
  ),
  endpoint<Stripe.CustomerListParams>(
    "GET",
    "/v1/customers",
    "Stripe.CustomerListParams",
    "Stripe.ApiList<Stripe.Customer>",
    ({ ctx, params }) =>
      listPage(ctx, "customer", "/v1/customers", params, {
        filter: {
          ...(params.email === undefined ? {} : { ref: params.email }),
          ...(params.test_clock === undefined ? { clock: null } : { clock: params.test_clock }),
        },
        accepts: ({ body }) => !("deleted" in body) && isWithin(body.created, params.created),
      }),
  ),
  endpoint(
    "GET",
    "/v1/customers/:id",
    null,
    "Stripe.Customer | Stripe.DeletedCustomer",
    ({ ctx, id }) => requireAnyCustomer(ctx, id).body,
  ),
  endpoint<Stripe.CustomerUpdateParams>(
    "POST",
    "/v1/customers/:id",
    "Stripe.CustomerUpdateParams",
    "Stripe.Customer",
    ({ ctx, params, id }) => {
      const stored = requireCustomer(ctx, id, "id");
      update(ctx, stored, params);
      return stored.body;
    },
  ),
  endpoint("DELETE", "/v1/customers/:id", null, "Stripe.DeletedCustomer", ({ ctx, id }) =>
    deleteCustomer(ctx, requireCustomer(ctx, id, "id")),
  ),
  endpoint<Stripe.CustomerListPaymentMethodsParams>(
    "GET",
    "/v1/customers/:id/payment_methods",
    "Stripe.CustomerListPaymentMethodsParams",
    "Stripe.ApiList<Stripe.PaymentMethod>",
    ({ ctx, params, id }) => {
      const customer = requireCustomer(ctx, id, "id").id;
      return listPage(ctx, "payment_method", `/v1/customers/${customer}/payment_methods`, params, {
        filter: { customer },
        accepts: ({ body }) => params.type === undefined || body.type === params.type,
      });
    },
  ),
];
