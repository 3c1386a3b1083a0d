import type Stripe from "stripe";
import { cutLines, type DiscountSource, readDiscount, subtotalOf } from "../billing-engine/discounts.ts";
import { expireSession } from "../billing-engine/due.ts";
import { describe } from "../billing-engine/lines.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { invalid, missing, missingParameter } from "../http/errors.ts";
import { isWithin, listOf, listPage } from "../http/lists.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { amountIn, requirePrice } from "./catalogue.ts";
import { newSessionBody } from "./checkout-session-body.ts";
import { requireCustomer } from "./customers.ts";
import { mergeMetadata } from "./metadata.ts";

type Params = Stripe.Checkout.SessionCreateParams;
const minute = 60;
const hour = 3600;

export function requireSession(ctx: Context, id: string): Stored<"session"> {
  const stored = ctx.store.find("session", id);
  if (stored === null) throw missing("checkout.session", id);
  return stored;
}

export type Totals = { subtotal: number; discount: number; total: number; cuts: number[] };

/** What the session costs today; nothing while a trial runs. */
export function totalsOf(ctx: Context, stored: Stored<"session">): Totals {
  const { inner, body } = stored;
  const currency = body.currency ?? "usd";
  const isTrial = hasTrial(stored);
  const lines = inner.lines.map((line) => ({
    amount: isTrial ? 0 : (amountIn(requirePrice(ctx, line.price), currency) ?? 0) * line.quantity,
    isDiscountable: true,
    price: line.price,
  }));
  const cuts = cutLines(
    ctx,
    lines,
    inner.discounts.map((one, index) => ({ id: String(index), coupon: one.coupon })),
    currency,
  );
  const cut = cuts.map((one) => one.reduce((sum, { amount }) => sum + amount, 0));
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0);
  const discount = cut.reduce((sum, amount) => sum + amount, 0);
  return { subtotal, discount, total: subtotal - discount, cuts: cut };
}

export function hasTrial({ inner }: Stored<"session">): boolean {
  return (
    inner.subscriptionData.trial_end !== undefined || inner.subscriptionData.trial_period_days !== undefined
  );
}

/** Writes the totals of the chosen discounts into the session. */
export function applyDiscounts(ctx: Context, stored: Stored<"session">, discounts: DiscountSource[]): void {
  stored.inner.discounts = discounts;
  const totals = totalsOf(ctx, stored);
  const { body } = stored;
  body.discounts = discounts.map((one) => ({
    coupon: one.promotionCode === null ? one.coupon : null,
    promotion_code: one.promotionCode,
  }));
  body.amount_subtotal = totals.subtotal;
  body.amount_total = totals.total;
  body.total_details = { amount_discount: totals.discount, amount_shipping: 0, amount_tax: 0 };
  ctx.store.save(stored);
}

export function lineItemsOf(ctx: Context, id: string): object {
  const stored = requireSession(ctx, id);
  const currency = stored.body.currency ?? "usd";
  const { cuts } = totalsOf(ctx, stored);
  const data = stored.inner.lines.map((line, index): Stripe.LineItem => {
    const price = requirePrice(ctx, line.price);
    const subtotal = hasTrial(stored) ? 0 : (amountIn(price, currency) ?? 0) * line.quantity;
    const discount = cuts[index] ?? 0;
    return {
      id: line.id,
      object: "item",
      adjustable_quantity: null,
      amount_discount: discount,
      amount_subtotal: subtotal,
      amount_tax: 0,
      amount_total: subtotal - discount,
      currency,
      description: describe(ctx, line.price, line.quantity).replace(/^\d+ × /, ""),
      metadata: {},
      price: structuredClone(price.body),
      quantity: line.quantity,
    };
  });
  return listOf(`/v1/checkout/sessions/${id}/line_items`, data);
}

function create(ctx: Context, params: Params): Stripe.Checkout.Session {
  if (params.mode === undefined) throw missingParameter("mode");
  const mode = (["payment", "subscription"] as const).find((one) => one === params.mode) ?? null;
  if (mode === null) throw invalid("The local Stripe knows the modes payment and subscription.", "mode");
  if (params.ui_mode !== undefined && params.ui_mode !== "hosted_page")
    throw invalid("The local Stripe serves only its hosted page.", "ui_mode");
  if (params.success_url === undefined) throw missingParameter("success_url");
  const hasDiscounts = Array.isArray(params.discounts) && params.discounts.length > 0;
  if (hasDiscounts && params.allow_promotion_codes !== undefined) {
    throw invalid(
      "You may only specify one of these parameters: allow_promotion_codes, discounts.",
      "discounts",
    );
  }
  if ((params.discounts?.length ?? 0) > 1)
    throw invalid("You may only specify up to 1 discount.", "discounts");
  if (params.customer !== undefined && params.customer_email !== undefined) {
    throw invalid(
      "You may only specify one of these parameters: customer, customer_email.",
      "customer_email",
    );
  }
  const customer = params.customer === undefined ? null : requireCustomer(ctx, params.customer);
  const now = ctx.now();
  const clockNow = ctx.now(customer?.body.test_clock);
  const expiresAt = params.expires_at ?? now + 24 * hour;
  if (expiresAt < now + 30 * minute || expiresAt > now + 24 * hour) {
    throw invalid(
      "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
      "expires_at",
    );
  }
  const data = params.subscription_data ?? {};
  if (data.trial_end !== undefined && data.trial_end < clockNow + 48 * hour) {
    throw invalid(
      "The `trial_end` date has to be at least 2 days in the future.",
      "subscription_data[trial_end]",
    );
  }
  if (data.trial_period_days !== undefined && data.trial_period_days < 1) {
    throw invalid("The minimum number of trial period days is 1.", "subscription_data[trial_period_days]");
  }
  const lines = readLines(ctx, params, mode);
  const currency = chooseCurrency(ctx, lines, params.currency ?? null, customer?.body.currency ?? null);
  const subtotal = subtotalOf(ctx, lines, currency);
  const sources = hasDiscounts
    ? (params.discounts ?? []).map((one) =>
        readDiscount(ctx, one, { customer: customer?.id ?? null, currency, amount: subtotal }),
      )
    : [];
  const id = `cs_test_${ctx.id("a", 58).replace("_", "")}`;
  const body = newSessionBody(ctx, params, { id, mode, currency, expiresAt, now, customer });
  const stored = ctx.insert("session", body, {
    lines,
    subscriptionData: data,
    paymentIntentMetadata: mergeMetadata({}, params.payment_intent_data?.metadata),
    discounts: [],
    formNonce: ctx.id("n"),
    pendingPaymentMethod: null,
  });
  applyDiscounts(ctx, stored, sources);
  return body;
}

function readLines(
  ctx: Context,
  params: Params,
  mode: string,
): { id: string; price: string; quantity: number }[] {
  const lines = (params.line_items ?? []).map((line, index) => {
    if (line.price === undefined) throw missingParameter(`line_items[${index}][price]`);
    const price = requirePrice(ctx, line.price, `line_items[${index}][price]`);
    if (!price.body.active)
      throw invalid(
        "The price specified is inactive. This field only accepts active prices.",
        `line_items[${index}][price]`,
      );
    if (mode === "payment" && price.body.recurring !== null) {
      throw invalid(
        "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.",
        `line_items[${index}][price]`,
      );
    }
    return {
      id: ctx.id("li"),
      price: price.id,
      quantity: line.quantity ?? 1,
      isRecurring: price.body.recurring !== null,
    };
  });
  if (lines.length === 0) throw missingParameter("line_items");
  if (mode === "subscription" && !lines.every((line) => line.isRecurring)) {
    throw invalid(
      "You must provide at least one recurring price in `subscription` mode, and the local Stripe takes no others beside it.",
      "line_items",
    );
  }
  return lines.map(({ id, price, quantity }) => ({ id, price, quantity }));
}

function chooseCurrency(
  ctx: Context,
  lines: { price: string }[],
  asked: string | null,
  locked: string | null,
): string {
  const prices = lines.map((line) => requirePrice(ctx, line.price));
  const own = prices[0]?.body.currency ?? "usd";
  const isSoldIn = (currency: string) => prices.every((price) => amountIn(price, currency) !== null);
  const currency = asked ?? (locked !== null && isSoldIn(locked) ? locked : own);
  if (!isSoldIn(currency)) throw invalid(`The selected prices are not available in ${currency}.`, "currency");
  if (locked !== null && currency !== locked) {
    throw invalid(
      `The currency of the selected prices (${currency}) does not match the customer currency (${locked}).`,
      "line_items",
    );
  }
  return currency;
}

export const checkoutEndpoints = [
  endpoint<Params>(
    "POST",
    "/v1/checkout/sessions",
    "Stripe.Checkout.SessionCreateParams",
    "Stripe.Checkout.Session",
    ({ ctx, params }) => create(ctx, params),
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
