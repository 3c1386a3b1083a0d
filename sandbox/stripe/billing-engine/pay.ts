import type { Context } from "../context.ts";
import { invalid, StripeFault } from "../http/errors.ts";
import { cardFault } from "../resources/payment-methods.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { attemptCharge, type ChargeOutcome } from "./charges.ts";
import { finalizeInvoice, markPaid } from "./invoices.ts";
import { afterInvoiceFailed } from "./outcomes.ts";
import { createIntent, failAuthentication, findIntent, findInvoicePayment } from "./payment-intents.ts";

export type PayOptions = {
  method?: Stored<"payment_method"> | null;
  isOnSession?: boolean;
  /** The person has just answered the bank's question on our page. */
  isAuthenticated?: boolean;
  /** The first attempt and the retries of the schedule count; a person's attempts do not. */
  isAutomatic?: boolean;
};

/** The card that Stripe would take: the subscription's, else the customer's. */
export function defaultMethod(ctx: Context, invoice: Stored<"invoice">): Stored<"payment_method"> | null {
  const { body } = invoice;
  const subscription = ctx.store.find("subscription", idOf(body.parent?.subscription_details?.subscription));
  const customer = ctx.store.find("customer", idOf(body.customer));
  return (
    ctx.store.find("payment_method", idOf(body.default_payment_method)) ??
    ctx.store.find("payment_method", idOf(subscription?.body.default_payment_method)) ??
    ctx.store.find("payment_method", idOf(customer?.body.invoice_settings?.default_payment_method))
  );
}

/** Tries to collect an invoice and lets the subscription feel the outcome. */
export function payInvoice(
  ctx: Context,
  invoice: Stored<"invoice">,
  options: PayOptions = {},
): ChargeOutcome {
  if (invoice.body.status === "draft") finalizeInvoice(ctx, invoice);
  if (invoice.body.status === "paid") return "succeeded";
  if (invoice.body.status !== "open" && invoice.body.status !== "uncollectible") {
    throw invalid(`Invoice is ${invoice.body.status} and cannot be paid`, undefined, "invoice_not_editable");
  }
  const at = ctx.now(invoice.body.test_clock);
  if (findIntent(ctx, invoice.id) === null) createIntent(ctx, invoice);
  const intent = findIntent(ctx, invoice.id);
  if (intent === null) throw new Error("An open invoice has an intent");
  if (options.isAuthenticated) intent.inner.isAuthenticated = true;
  if (options.isAutomatic) invoice.body.attempt_count += 1;
  invoice.body.attempted = true;
  invoice.inner.isOnSession = options.isOnSession ?? false;
  const method = options.method ?? defaultMethod(ctx, invoice);
  const outcome =
    method === null
      ? "failed"
      : attemptCharge(ctx, intent, method, { isOnSession: options.isOnSession ?? false, at });
  ctx.store.save(invoice);
  if (outcome === "succeeded") {
    settlePayment(ctx, invoice, at);
    markPaid(ctx, invoice, intent.body.amount);
  } else
    afterInvoiceFailed(ctx, invoice, outcome, {
      hasMethod: method !== null,
      isAutomatic: options.isAutomatic ?? false,
    });
  return outcome;
}

function settlePayment(ctx: Context, invoice: Stored<"invoice">, at: number): void {
  const payment = findInvoicePayment(ctx, invoice.id);
  if (payment === null) return;
  payment.body.status = "paid";
  payment.body.amount_paid = payment.body.amount_requested;
  payment.body.status_transitions.paid_at = at;
  ctx.store.save(payment);
  ctx.emit("invoice_payment.paid", payment.body);
}

/** The person has answered the bank's question. */
export function authenticate(ctx: Context, invoice: Stored<"invoice">, isAccepted: boolean): ChargeOutcome {
  const intent = findIntent(ctx, invoice.id);
  if (intent === null || intent.body.status !== "requires_action")
    throw invalid("There is nothing to authenticate.");
  const method = ctx.store.find("payment_method", idOf(intent.body.payment_method));
  intent.inner.isAuthenticated = isAccepted;
  intent.body.status = "requires_payment_method";
  intent.body.next_action = null;
  if (isAccepted) {
    ctx.store.save(intent);
    return payInvoice(ctx, invoice, { method, isOnSession: true });
  }
  intent.body.payment_method = null;
  failAuthentication(ctx, intent);
  return "failed";
}

/** The 402 of a call whose payment did not go through; what it did stays. */
export function paymentFault(ctx: Context, invoice: Stored<"invoice">, outcome: ChargeOutcome): StripeFault {
  const intent = findIntent(ctx, invoice.id);
  const error = intent?.body.last_payment_error;
  let fault: StripeFault;
  if (outcome === "requires_action") {
    fault = new StripeFault(402, {
      type: "invalid_request_error",
      code: "invoice_payment_intent_requires_action",
      message: "This payment requires additional user action before it can be completed successfully.",
    });
  } else if (error?.code === undefined) {
    fault = new StripeFault(400, {
      type: "invalid_request_error",
      code: "resource_missing",
      message: "This customer has no attached payment source or default payment method.",
    });
  } else fault = cardFault(error.code, error.decline_code ?? null);
  if (intent !== null) fault.body.payment_intent = structuredClone(intent.body);
  fault.keepsEffects = true;
  return fault;
}
