import { createHash } from "node:crypto";
import type Stripe from "stripe";
import { behaviourOf, declineMessage, isToken, numberOfToken, passesLuhn } from "../billing-engine/cards.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { invalid, missing, missingParameter, StripeFault } from "../http/errors.ts";
import { listPage } from "../http/lists.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { requireCustomer } from "./customers.ts";
import { mergeMetadata } from "./metadata.ts";

export type CardInput = { number: string; expMonth: number; expYear: number; name?: string | null };

export function requirePaymentMethod(
  ctx: Context,
  id: string,
  param = "payment_method",
): Stored<"payment_method"> {
  if (isToken(id)) return newPaymentMethod(ctx, tokenCard(ctx, id));
  const stored = ctx.store.find("payment_method", id);
  if (stored === null) throw missing("PaymentMethod", id, param);
  return stored;
}

function tokenCard(ctx: Context, token: string): CardInput {
  const number = numberOfToken(token);
  if (number === null) throw missing("PaymentMethod", token, "payment_method");
  return { number, expMonth: 12, expYear: new Date(ctx.nowMs()).getUTCFullYear() + 4 };
}

/** A card as a person types it; refused as Stripe's form would. */
export function newPaymentMethod(ctx: Context, card: CardInput): Stored<"payment_method"> {
  if (!passesLuhn(card.number)) throw cardFault("incorrect_number", null, "number");
  const now = new Date(ctx.nowMs());
  const isPast =
    card.expYear < now.getUTCFullYear() ||
    (card.expYear === now.getUTCFullYear() && card.expMonth < now.getUTCMonth() + 1);
  if (card.expMonth < 1 || card.expMonth > 12) {
    throw new StripeFault(402, {
      type: "card_error",
      code: "invalid_expiry_month",
      message: "Your card's expiration month is invalid.",
      param: "exp_month",
    });
  }
  if (isPast) {
    throw new StripeFault(402, {
      type: "card_error",
      code: "invalid_expiry_year",
      message: "Your card's expiration year is in the past.",
      param: "exp_year",
    });
  }
  const { brand } = behaviourOf(card.number);
  const body: Stripe.PaymentMethod = {
    id: ctx.id("pm"),
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: { address: null, email: null, name: card.name ?? null, phone: null, tax_id: null },
    card: {
      brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: "US",
      display_brand: brand,
      exp_month: card.expMonth,
      exp_year: card.expYear,
      fingerprint: createHash("sha256").update(card.number).digest("hex").slice(0, 16),
      funding: "credit",
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [brand], preferred: null },
      regulated_status: "unregulated",
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: ctx.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: "card",
  };
  return ctx.insert("payment_method", body, { number: card.number, isSetUp: false });
}

export function cardFault(code: string, declineCode: string | null, param?: string): StripeFault {
  return new StripeFault(402, {
    type: "card_error",
    code,
    ...(declineCode === null ? {} : { decline_code: declineCode }),
    ...(param === undefined ? {} : { param }),
    message: declineMessage(code, declineCode),
  });
}

export function attachPaymentMethod(ctx: Context, stored: Stored<"payment_method">, customer: string): void {
  const owner = idOf(stored.body.customer);
  if (owner === customer) return;
  if (owner !== null) {
    throw invalid(
      "The payment method you provided has already been attached to a customer.",
      "payment_method",
    );
  }
  const { isRefusedAtAttach, decline } = behaviourOf(stored.inner.number);
  if (isRefusedAtAttach && decline) throw cardFault(decline.code, decline.declineCode);
  stored.body.customer = customer;
  ctx.store.save(stored);
  ctx.emit("payment_method.attached", stored.body);
}

export function detachPaymentMethod(ctx: Context, stored: Stored<"payment_method">): void {
  const owner = idOf(stored.body.customer);
  if (owner === null) {
    throw invalid(
      "The payment method you provided is not attached to a customer so detachment is impossible.",
    );
  }
  const customer = ctx.store.find("customer", owner);
  if (customer !== null && customer.body.invoice_settings?.default_payment_method === stored.id) {
    ctx.change(customer, "customer.updated", (body) => {
      body.invoice_settings.default_payment_method = null;
    });
  }
  for (const subscription of ctx.store.list("subscription", { customer: owner })) {
    if (subscription.body.default_payment_method !== stored.id) continue;
    ctx.change(subscription, "customer.subscription.updated", (body) => {
      body.default_payment_method = null;
    });
  }
  ctx.change(stored, "payment_method.detached", (body) => {
    body.customer = null;
  });
}

export const paymentMethodEndpoints = [
  endpoint<Stripe.PaymentMethodCreateParams>(
    "POST",
    "/v1/payment_methods",
    "Stripe.PaymentMethodCreateParams",
    "Stripe.PaymentMethod",
    ({ ctx, params }) => {
      if (params.type !== "card") throw invalid("The local Stripe takes only cards.", "type");
      if (params.card === undefined) throw missingParameter("card");
      const { token, number, exp_month: expMonth, exp_year: expYear } = params.card;
      const name = params.billing_details?.name || null;
      if (token !== undefined) return newPaymentMethod(ctx, { ...tokenCard(ctx, token), name }).body;
      if (number === undefined) throw missingParameter("card[number]");
      if (expMonth === undefined || expYear === undefined) throw missingParameter("card[exp_month]");
      return newPaymentMethod(ctx, { number: number.replaceAll(" ", ""), expMonth, expYear, name }).body;
    },
  ),
  endpoint<Stripe.PaymentMethodListParams>(
    "GET",
    "/v1/payment_methods",
    "Stripe.PaymentMethodListParams",
    "Stripe.ApiList<Stripe.PaymentMethod>",
    ({ ctx, params }) => {
      if (params.customer === undefined) throw missingParameter("customer");
      requireCustomer(ctx, params.customer);
      return listPage(ctx, "payment_method", "/v1/payment_methods", params, {
        filter: { customer: params.customer },
      });
    },
  ),
  endpoint(
    "GET",
    "/v1/payment_methods/:id",
    null,
    "Stripe.PaymentMethod",
    ({ ctx, id }) => requirePaymentMethod(ctx, id, "id").body,
  ),
  endpoint<Stripe.PaymentMethodUpdateParams>(
    "POST",
    "/v1/payment_methods/:id",
    "Stripe.PaymentMethodUpdateParams",
    "Stripe.PaymentMethod",
    ({ ctx, params, id }) => {
      const stored = requirePaymentMethod(ctx, id, "id");
      ctx.change(stored, "payment_method.updated", (body) => {
        body.metadata = mergeMetadata(body.metadata, params.metadata);
        if (params.billing_details?.name) body.billing_details.name = params.billing_details.name;
        if (body.card && params.card?.exp_month !== undefined) body.card.exp_month = params.card.exp_month;
        if (body.card && params.card?.exp_year !== undefined) body.card.exp_year = params.card.exp_year;
      });
      return stored.body;
    },
  ),
  endpoint<Stripe.PaymentMethodAttachParams>(
    "POST",
    "/v1/payment_methods/:id/attach",
    "Stripe.PaymentMethodAttachParams",
    "Stripe.PaymentMethod",
    ({ ctx, params, id }) => {
      if (params.customer === undefined) throw missingParameter("customer");
      requireCustomer(ctx, params.customer);
      const stored = requirePaymentMethod(ctx, id, "id");
      attachPaymentMethod(ctx, stored, params.customer);
      return stored.body;
    },
  ),
  endpoint("POST", "/v1/payment_methods/:id/detach", null, "Stripe.PaymentMethod", ({ ctx, id }) => {
    const stored = requirePaymentMethod(ctx, id, "id");
    detachPaymentMethod(ctx, stored);
    return stored.body;
  }),
];
