import type Stripe from "stripe";
import type { Context } from "../context.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";

/** The intent and the invoice payment that an open invoice is paid through. */
export function createIntent(ctx: Context, invoice: Stored<"invoice">): void {
  const at = ctx.now(invoice.body.test_clock);
  const intent = insertIntent(ctx, {
    amount: invoice.body.amount_due,
    currency: invoice.body.currency,
    customer: idOf(invoice.body.customer),
    description: "Subscription update",
    metadata: {},
    at,
    invoice: invoice.id,
  });
  const payment: Stripe.InvoicePayment = {
    id: ctx.id("inpay"),
    object: "invoice_payment",
    amount_paid: null,
    amount_requested: invoice.body.amount_due,
    created: at,
    currency: invoice.body.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: "payment_intent", payment_intent: intent.id },
    status: "open",
    status_transitions: { canceled_at: null, paid_at: null },
  };
  ctx.insert("invoice_payment", payment, {});
}

export function insertIntent(
  ctx: Context,
  input: {
    amount: number;
    currency: string;
    customer: string | null;
    description: string | null;
    metadata: Record<string, string>;
    at: number;
    invoice: string | null;
  },
): Stored<"payment_intent"> {
  const id = ctx.id("pi");
  const body: Stripe.PaymentIntent = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: input.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic",
    client_secret: `${id}_secret_${ctx.id("s").slice(2)}`,
    confirmation_method: "automatic",
    created: input.at,
    currency: input.currency,
    customer: input.customer,
    customer_account: null,
    description: input.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: input.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ["card"],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "requires_payment_method",
    transfer_data: null,
    transfer_group: null,
  };
  const stored = ctx.insert("payment_intent", body, { invoice: input.invoice, isAuthenticated: false });
  ctx.emit("payment_intent.created", body);
  return stored;
}

export function findInvoicePayment(ctx: Context, invoice: string): Stored<"invoice_payment"> | null {
  for (const stored of ctx.store.list("invoice_payment", { ref: invoice })) return stored;
  return null;
}

export function findIntent(ctx: Context, invoice: string): Stored<"payment_intent"> | null {
  return ctx.store.find(
    "payment_intent",
    idOf(findInvoicePayment(ctx, invoice)?.body.payment.payment_intent),
  );
}

export function cancelIntent(ctx: Context, invoice: Stored<"invoice">): void {
  const intent = findIntent(ctx, invoice.id);
  const payment = findInvoicePayment(ctx, invoice.id);
  const at = ctx.now(invoice.body.test_clock);
  if (intent !== null && intent.body.status !== "succeeded") {
    intent.body.status = "canceled";
    intent.body.next_action = null;
    intent.body.canceled_at = at;
    intent.body.cancellation_reason = "void_invoice";
    ctx.store.save(intent);
    ctx.emit("payment_intent.canceled", intent.body);
  }
  if (payment !== null && payment.body.status === "open") {
    payment.body.status = "canceled";
    payment.body.status_transitions.canceled_at = at;
    ctx.store.save(payment);
  }
}

/** The person has not passed the bank's question: the intent says so and can be tried with another card. */
export function failAuthentication(ctx: Context, intent: Stored<"payment_intent">): void {
  intent.body.last_payment_error = {
    type: "invalid_request_error",
    code: "payment_intent_authentication_failure",
    message: "The provided PaymentMethod has failed authentication.",
  };
  ctx.store.save(intent);
  ctx.emit("payment_intent.payment_failed", intent.body);
}
