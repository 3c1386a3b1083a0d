import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { invalid } from "../http/errors.ts";
import { amountIn, requirePrice } from "../resources/catalogue.ts";
import { requirePromotionCode } from "../resources/coupons.ts";
import { newCustomer, requireCustomer } from "../resources/customers.ts";
import { mergeMetadata } from "../resources/metadata.ts";
import { attachPaymentMethod, cardFault } from "../resources/payment-methods.ts";
import { hasTrial, totalsOf } from "../resources/session-totals.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { behaviourOf } from "./cards.ts";
import { attemptCharge, type ChargeOutcome } from "./charges.ts";
import { createSubscription } from "./create-subscription.ts";
import { buyerOf, redeem, refusePromotionCode } from "./discounts.ts";
import { createInvoice, finalizeInvoice } from "./invoices.ts";
import { describe } from "./lines.ts";
import { payInvoice, paymentFault } from "./pay.ts";
import { insertIntent } from "./payment-intents.ts";

export type Payer = { email: string | null; name: string | null };

/** Whether the bank wants to see the person before this card may be used. */
export function asksForAuthentication(method: Stored<"payment_method">): boolean {
  const { authentication } = behaviourOf(method.inner.number);
  return authentication === "always" || (authentication === "unless_set_up" && !method.inner.isSetUp);
}

/**
 * The session is paid: customer, card, subscription or payment, and then `completed`. Throws Stripe's card
 * error where the card is refused; the caller's transaction then leaves nothing behind.
 */
export function completeCheckout(
  ctx: Context,
  session: Stored<"session">,
  method: Stored<"payment_method"> | null,
  options: { payer: Payer; isAuthenticated: boolean },
): void {
  if (session.body.status !== "open") throw invalid(`This Checkout Session is ${session.body.status}.`);
  const known = idOf(session.body.customer);
  const customer =
    known === null
      ? newCustomer(ctx, {
          ...(options.payer.email === null ? {} : { email: options.payer.email }),
          ...(options.payer.name === null ? {} : { name: options.payer.name }),
        })
      : requireCustomer(ctx, known);
  for (const { promotionCode } of session.inner.discounts) {
    // It may have been used up, or have ended, while the page was open.
    if (promotionCode === null) continue;
    refusePromotionCode(ctx, requirePromotionCode(ctx, promotionCode), buyerOf(ctx, session, known));
  }
  const totals = totalsOf(ctx, session);
  if (method !== null) attachPaymentMethod(ctx, method, customer.id);
  else if (totals.total > 0 || session.body.payment_method_collection !== "if_required") {
    throw invalid("A card is needed.", "card");
  }
  const paid = { ctx, session, customer, method, isAuthenticated: options.isAuthenticated };
  if (session.body.mode === "subscription") subscribe(paid);
  else payOnce(paid, totals.total);
  const paymentStatus = totals.total > 0 ? "paid" : "no_payment_required";
  closeSession(ctx, session, { customer, payer: options.payer, paymentStatus });
}

export function closeSession(
  ctx: Context,
  session: Stored<"session">,
  end: {
    customer: Stored<"customer"> | null;
    payer: Payer;
    paymentStatus: Stripe.Checkout.Session.PaymentStatus;
  },
): void {
  const { body } = session;
  body.status = "complete";
  body.url = null;
  body.customer = end.customer?.id ?? null;
  body.payment_status = end.paymentStatus;
  body.customer_details = {
    address: null,
    business_name: null,
    email: end.customer?.body.email ?? end.payer.email,
    individual_name: null,
    name: end.payer.name ?? end.customer?.body.name ?? null,
    phone: null,
    tax_exempt: "none",
    tax_ids: [],
  };
  ctx.store.save(session);
  ctx.emit("checkout.session.completed", body);
}

type Paid = {
  ctx: Context;
  session: Stored<"session">;
  customer: Stored<"customer">;
  method: Stored<"payment_method"> | null;
  isAuthenticated: boolean;
};

function subscribe({ ctx, session, customer, method, isAuthenticated }: Paid): void {
  const { inner, body } = session;
  const now = ctx.now(customer.body.test_clock);
  const data = inner.subscriptionData;
  const trialEnd =
    data.trial_end ??
    (data.trial_period_days === undefined ? null : now + data.trial_period_days * 24 * 3600);
  const subscription = createSubscription(ctx, {
    customer,
    items: inner.lines.map(({ price, quantity }) => ({ price, quantity })),
    currency: body.currency ?? "usd",
    metadata: mergeMetadata({}, data.metadata),
    discounts: inner.discounts,
    trialEnd,
    missingMethod: data.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice",
    method,
    cancelAt: null,
    cancelAtPeriodEnd: false,
    isPaidNow: true,
    isOnSession: true,
    isAuthenticated,
    session: session.id,
    description: data.description ?? null,
  });
  const invoice = ctx.store.find("invoice", idOf(subscription.body.latest_invoice));
  if (subscription.body.status === "incomplete" && invoice !== null) refuse(ctx, invoice, "failed");
  body.subscription = subscription.id;
  body.invoice = invoice?.id ?? null;
  if (hasTrial(session) && method !== null) {
    method.inner.isSetUp = true;
    ctx.store.save(method);
  }
}

function refuse(ctx: Context, invoice: Stored<"invoice">, outcome: ChargeOutcome): never {
  const fault = paymentFault(ctx, invoice, outcome);
  fault.keepsEffects = false;
  throw fault;
}

function payOnce({ ctx, session, customer, method, isAuthenticated }: Paid, amount: number): void {
  const { inner, body } = session;
  const at = ctx.now(customer.body.test_clock);
  const currency = body.currency ?? "usd";
  const discounts = inner.discounts.map(
    (source) =>
      redeem(ctx, source, { customer: customer.id, subscription: null, session: session.id, at }).id,
  );
  if (body.invoice_creation?.enabled) {
    const invoice = createInvoice(ctx, {
      customer,
      subscription: null,
      currency,
      lines: inner.lines.map((line) => ({
        amount: (amountIn(requirePrice(ctx, line.price), currency) ?? 0) * line.quantity,
        description: describe(ctx, line.price, line.quantity),
        from: at,
        to: at,
        price: line.price,
        quantity: line.quantity,
        subscription: null,
        item: null,
        isProration: false,
        isDiscountable: true,
        invoiceItem: null,
      })),
      reason: "manual",
      at,
      period: { start: at, end: at },
      discounts,
      metadata: mergeMetadata({}, body.invoice_creation.invoice_data.metadata),
      isAutomatic: false,
    });
    finalizeInvoice(ctx, invoice);
    if (invoice.body.status === "open") {
      const outcome = payInvoice(ctx, invoice, {
        method,
        isOnSession: true,
        isAutomatic: true,
        isAuthenticated,
      });
      if (outcome !== "succeeded") refuse(ctx, invoice, outcome);
    }
    body.invoice = invoice.id;
    return;
  }
  if (amount === 0 || method === null) return;
  const intent = insertIntent(ctx, {
    amount,
    currency,
    customer: customer.id,
    description: null,
    metadata: inner.paymentIntentMetadata,
    at,
    invoice: null,
  });
  intent.inner.isAuthenticated = isAuthenticated;
  const outcome = attemptCharge(ctx, intent, method, { isOnSession: true, at });
  const error: Stripe.PaymentIntent.LastPaymentError | null = intent.body.last_payment_error;
  if (outcome !== "succeeded")
    throw cardFault(error?.code ?? "authentication_required", error?.decline_code ?? null);
  body.payment_intent = intent.id;
}
