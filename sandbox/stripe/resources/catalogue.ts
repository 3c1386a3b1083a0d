import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { invalid, missing, missingParameter } from "../http/errors.ts";
import { isWithin, listPage } from "../http/lists.ts";
import type { CurrencyAmounts, Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { emptyToNull, mergeMetadata } from "./metadata.ts";

export function requireProduct(ctx: Context, id: string, param = "product"): Stored<"product"> {
  const stored = ctx.store.find("product", id);
  if (stored === null) throw missing("product", id, param);
  return stored;
}

export function requirePrice(ctx: Context, id: string, param = "price"): Stored<"price"> {
  const stored = ctx.store.find("price", id);
  if (stored === null) throw missing("price", id, param);
  return stored;
}

/** The price in minor units of a currency, or null where it is not sold in it. */
export function amountIn(price: Stored<"price">, currency: string): number | null {
  if (price.body.currency === currency) return price.body.unit_amount;
  return price.inner.amounts[currency] ?? null;
}

/** A Decimal of the SDK is text on the wire; what is kept here is the wire's form. */
export function wireDecimal(value: number): Stripe.Decimal {
  return String(value) as unknown as Stripe.Decimal;
}

function newProduct(ctx: Context, params: Stripe.ProductCreateParams): Stripe.Product {
  const now = ctx.now();
  const id = params.id ?? ctx.id("prod", 14);
  if (ctx.store.find("product", id) !== null) {
    throw invalid("Product already exists.", "id", "resource_already_exists");
  }
  const body: Stripe.Product = {
    id,
    object: "product",
    active: params.active ?? true,
    created: now,
    default_price: null,
    description: params.description ?? null,
    images: params.images ?? [],
    livemode: false,
    marketing_features: [],
    metadata: mergeMetadata({}, params.metadata),
    name: params.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: "service",
    unit_label: null,
    updated: now,
    url: params.url ?? null,
  };
  ctx.insert("product", body, {});
  ctx.emit("product.created", body);
  return body;
}

function newPrice(ctx: Context, params: Stripe.PriceCreateParams): Stripe.Price {
  const product =
    params.product ??
    (params.product_data === undefined ? null : newProduct(ctx, { name: params.product_data.name }).id);
  if (product === null) throw missingParameter("product");
  requireProduct(ctx, product);
  if (params.unit_amount === undefined) throw missingParameter("unit_amount");
  if (params.unit_amount < 0) {
    throw invalid("Invalid non-negative integer", "unit_amount", "parameter_invalid_integer");
  }
  const lookupKey = params.lookup_key ?? null;
  claimLookupKey(ctx, lookupKey, params.transfer_lookup_key === true);
  const { recurring } = params;
  const body: Stripe.Price = {
    id: ctx.id("price"),
    object: "price",
    active: params.active ?? true,
    billing_scheme: "per_unit",
    created: ctx.now(),
    currency: params.currency.toLowerCase(),
    custom_unit_amount: null,
    livemode: false,
    lookup_key: lookupKey,
    metadata: mergeMetadata({}, params.metadata),
    nickname: params.nickname ?? null,
    product,
    recurring:
      recurring === undefined
        ? null
        : {
            interval: recurring.interval,
            interval_count: recurring.interval_count ?? 1,
            meter: null,
            trial_period_days: null,
            usage_type: "licensed",
          },
    tax_behavior: params.tax_behavior ?? "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: recurring === undefined ? "one_time" : "recurring",
    unit_amount: params.unit_amount,
    unit_amount_decimal: wireDecimal(params.unit_amount),
  };
  ctx.insert("price", body, { amounts: readAmounts(params.currency_options) });
  ctx.emit("price.created", body);
  return body;
}

function readAmounts(options: Record<string, { unit_amount?: number }> | undefined): CurrencyAmounts {
  const amounts: CurrencyAmounts = {};
  for (const [currency, option] of Object.entries(options ?? {})) {
    if (option.unit_amount === undefined)
      throw missingParameter(`currency_options[${currency}][unit_amount]`);
    amounts[currency] = option.unit_amount;
  }
  return amounts;
}

function claimLookupKey(ctx: Context, key: string | null, isTransferred: boolean): void {
  if (key === null) return;
  for (const holder of ctx.store.list("price", { ref: key })) {
    if (!isTransferred) {
      throw invalid(
        `A price (${holder.id}) already uses that lookup key.`,
        "lookup_key",
        "resource_already_exists",
      );
    }
    ctx.change(holder, "price.updated", (body) => {
      body.lookup_key = null;
    });
  }
}

/** `currency_options`, there only when asked for. */
export function currencyOptions(ctx: Context, id: string): Record<string, Stripe.Price.CurrencyOptions> {
  const price = requirePrice(ctx, id);
  const amounts = { [price.body.currency]: price.body.unit_amount ?? 0, ...price.inner.amounts };
  return Object.fromEntries(
    Object.entries(amounts).map(([currency, amount]) => [
      currency,
      {
        custom_unit_amount: null,
        tax_behavior: price.body.tax_behavior,
        unit_amount: amount,
        unit_amount_decimal: wireDecimal(amount),
      },
    ]),
  );
}

export const catalogueEndpoints = [
  endpoint<Stripe.ProductCreateParams>(
    "POST",
    "/v1/products",
    "Stripe.ProductCreateParams",
    "Stripe.Product",
    ({ ctx, params }) => newProduct(ctx, params),
  ),
  endpoint<Stripe.ProductListParams>(
    "GET",
    "/v1/products",
    "Stripe.ProductListParams",
    "Stripe.ApiList<Stripe.Product>",
    ({ ctx, params }) =>
      listPage(ctx, "product", "/v1/products", params, {
        accepts: ({ body }) =>
          (params.active === undefined || body.active === params.active) &&
          (params.ids === undefined || params.ids.includes(body.id)) &&
          isWithin(body.created, params.created),
      }),
  ),
  endpoint(
    "GET",
    "/v1/products/:id",
    null,
    "Stripe.Product",
    ({ ctx, id }) => requireProduct(ctx, id, "id").body,
  ),
  endpoint<Stripe.ProductUpdateParams>(
    "POST",
    "/v1/products/:id",
    "Stripe.ProductUpdateParams",
    "Stripe.Product",
    ({ ctx, params, id }) => {
      const stored = requireProduct(ctx, id, "id");
      ctx.change(stored, "product.updated", (body) => {
        if (params.name !== undefined) body.name = params.name;
        if (params.active !== undefined) body.active = params.active;
        body.description = emptyToNull(params.description, body.description);
        body.metadata = mergeMetadata(body.metadata, params.metadata);
        if (params.default_price) body.default_price = params.default_price;
        body.updated = ctx.now();
      });
      return stored.body;
    },
  ),
  endpoint<Stripe.PriceCreateParams>(
    "POST",
    "/v1/prices",
    "Stripe.PriceCreateParams",
    "Stripe.Price",
    ({ ctx, params }) => newPrice(ctx, params),
  ),
  endpoint<Stripe.PriceListParams>(
    "GET",
    "/v1/prices",
    "Stripe.PriceListParams",
    "Stripe.ApiList<Stripe.Price>",
    ({ ctx, params }) =>
      listPage(ctx, "price", "/v1/prices", params, {
        accepts: ({ body }) =>
          (params.active === undefined || body.active === params.active) &&
          (params.lookup_keys === undefined || params.lookup_keys.includes(body.lookup_key ?? "")) &&
          (params.product === undefined || idOf(body.product) === params.product) &&
          (params.currency === undefined || body.currency === params.currency) &&
          (params.type === undefined || body.type === params.type) &&
          (params.recurring?.interval === undefined ||
            body.recurring?.interval === params.recurring.interval) &&
          isWithin(body.created, params.created),
      }),
  ),
  endpoint("GET", "/v1/prices/:id", null, "Stripe.Price", ({ ctx, id }) => requirePrice(ctx, id, "id").body),
  endpoint<Stripe.PriceUpdateParams>(
    "POST",
    "/v1/prices/:id",
    "Stripe.PriceUpdateParams",
    "Stripe.Price",
    ({ ctx, params, id }) => {
      const stored = requirePrice(ctx, id, "id");
      const { lookup_key: key } = params;
      if (key !== undefined && key !== stored.body.lookup_key) {
        claimLookupKey(ctx, key, params.transfer_lookup_key === true);
      }
      if (params.currency_options) Object.assign(stored.inner.amounts, readAmounts(params.currency_options));
      ctx.change(stored, "price.updated", (body) => {
        if (params.active !== undefined) body.active = params.active;
        if (key !== undefined) body.lookup_key = key;
        if (params.nickname !== undefined) body.nickname = params.nickname;
        body.metadata = mergeMetadata(body.metadata, params.metadata);
      });
      return stored.body;
    },
  ),
];
