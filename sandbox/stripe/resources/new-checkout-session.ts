import type Stripe from "stripe";
import { readDiscount, subtotalOf } from "../billing-engine/discounts.ts";
import { insertSetupIntent } from "../billing-engine/setup-intents.ts";
import type { Context } from "../context.ts";
import { invalid, missingParameter } from "../http/errors.ts";
import type { Stored } from "../store/documents.ts";
import { amountIn, requirePrice } from "./catalogue.ts";
import { newSessionBody } from "./checkout-session-body.ts";
import { requireCustomer } from "./customers.ts";
import { mergeMetadata } from "./metadata.ts";
import { applyDiscounts } from "./session-totals.ts";

type Params = Stripe.Checkout.SessionCreateParams;
type Customer = Stored<"customer"> | null;
const minute = 60;
const hour = 3600;
const modes = ["payment", "subscription", "setup"] as const;

/** Opens a session; refused where Stripe refuses. */
export function createSession(ctx: Context, params: Params): Stripe.Checkout.Session {
  if (params.mode === undefined) throw missingParameter("mode");
  const mode = modes.find((one) => one === params.mode) ?? null;
  if (mode === null) throw invalid(`Invalid mode: must be one of ${modes.join(", ")}`, "mode");
  if (params.ui_mode !== undefined && params.ui_mode !== "hosted_page")
    throw invalid("The local Stripe serves only its hosted page.", "ui_mode");
  if (params.success_url === undefined) throw missingParameter("success_url");
  if (params.customer !== undefined && params.customer_email !== undefined) {
    throw invalid(
      "You may only specify one of these parameters: customer, customer_email.",
      "customer_email",
    );
  }
  const customer = params.customer === undefined ? null : requireCustomer(ctx, params.customer);
  const expiresAt = readExpiry(ctx, params);
  return mode === "setup"
    ? createSetup(ctx, params, customer, expiresAt)
    : createSale(ctx, params, { mode, customer, expiresAt });
}

function readExpiry(ctx: Context, params: Params): number {
  const now = ctx.now();
  const expiresAt = params.expires_at ?? now + 24 * hour;
  if (expiresAt < now + 30 * minute || expiresAt > now + 24 * hour) {
    throw invalid(
      "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
      "expires_at",
    );
  }
  return expiresAt;
}

const notInSetup = [
  "line_items",
  "discounts",
  "allow_promotion_codes",
  "subscription_data",
  "payment_intent_data",
  "invoice_creation",
] as const;

/** Nothing is sold: the page only takes a card. */
function createSetup(
  ctx: Context,
  params: Params,
  customer: Customer,
  expiresAt: number,
): Stripe.Checkout.Session {
  const unfit = notInSetup.find((name) => params[name] !== undefined);
  if (unfit !== undefined) throw invalid(`You can not pass \`${unfit}\` in \`setup\` mode.`, unfit);
  if (params.currency === undefined) throw missingParameter("currency");
  const id = newId(ctx);
  const body = newSessionBody(ctx, params, {
    id,
    mode: "setup",
    currency: params.currency,
    expiresAt,
    now: ctx.now(),
    customer,
  });
  body.setup_intent = insertSetupIntent(ctx, {
    customer: customer?.id ?? null,
    metadata: mergeMetadata({}, params.setup_intent_data?.metadata),
    description: params.setup_intent_data?.description ?? null,
    at: ctx.now(customer?.body.test_clock),
  }).id;
  ctx.insert("session", body, {
    lines: [],
    subscriptionData: {},
    paymentIntentMetadata: {},
    discounts: [],
    formNonce: ctx.id("n"),
    pendingPaymentMethod: null,
    refusedIntent: null,
  });
  return body;
}

function createSale(
  ctx: Context,
  params: Params,
  start: { mode: "payment" | "subscription"; customer: Customer; expiresAt: number },
): Stripe.Checkout.Session {
  const { mode, customer } = start;
  refuseDiscounts(params);
  refuseTrial(params, ctx.now(customer?.body.test_clock));
  const lines = readLines(ctx, params, mode);
  const currency = chooseCurrency(ctx, lines, params.currency ?? null, customer?.body.currency ?? null);
  const amount = subtotalOf(ctx, lines, currency);
  const prices = lines.map(({ price }) => price);
  const buyer = { customer: customer?.id ?? null, currency, amount, prices };
  const sources = (params.discounts || []).map((one) => readDiscount(ctx, one, buyer));
  const body = newSessionBody(ctx, params, { id: newId(ctx), currency, now: ctx.now(), ...start });
  const stored = ctx.insert("session", body, {
    lines,
    subscriptionData: params.subscription_data ?? {},
    paymentIntentMetadata: mergeMetadata({}, params.payment_intent_data?.metadata),
    discounts: [],
    formNonce: ctx.id("n"),
    pendingPaymentMethod: null,
    refusedIntent: null,
  });
  applyDiscounts(ctx, stored, sources);
  return body;
}

function newId(ctx: Context): string {
  return `cs_test_${ctx.id("a", 58).replace("_", "")}`;
}

function refuseDiscounts(params: Params): void {
  const count = params.discounts?.length ?? 0;
  if (count > 0 && params.allow_promotion_codes !== undefined) {
    throw invalid(
      "You may only specify one of these parameters: allow_promotion_codes, discounts.",
      "discounts",
    );
  }
  if (count > 1) throw invalid("You may only specify up to 1 discount.", "discounts");
}

function refuseTrial(params: Params, now: number): void {
  const { trial_end: end, trial_period_days: days } = params.subscription_data ?? {};
  if (end !== undefined && end < now + 48 * hour) {
    throw invalid(
      "The `trial_end` date has to be at least 2 days in the future.",
      "subscription_data[trial_end]",
    );
  }
  if (days !== undefined && days < 1) {
    throw invalid("The minimum number of trial period days is 1.", "subscription_data[trial_period_days]");
  }
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
