import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { invalid } from "../http/errors.ts";
import { listOf } from "../http/lists.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { cutLines } from "./discounts.ts";
import { type DraftLine, invoiceLine } from "./lines.ts";
import { afterInvoicePaid, afterInvoiceVoided } from "./outcomes.ts";
import { cancelIntent, createIntent } from "./payment-intents.ts";

export const draftSeconds = 3600;

export type InvoiceInput = {
  customer: Stored<"customer">;
  subscription: Stored<"subscription"> | null;
  currency: string;
  lines: DraftLine[];
  reason: Stripe.Invoice.BillingReason;
  at: number;
  period: { start: number; end: number };
  discounts: string[];
  metadata?: Record<string, string>;
  /** Stays a draft for an hour, as renewals do; else the caller finalises it. */
  isAutomatic: boolean;
};

/** A draft with its lines, discounts and totals. */
export function createInvoice(ctx: Context, input: InvoiceInput): Stored<"invoice"> {
  const { customer, subscription, currency, at } = input;
  const id = ctx.id("in");
  const discounts = input.discounts.flatMap((discount) => {
    const stored = ctx.store.find("discount", discount);
    const coupon = idOf(stored?.body.source.coupon);
    return coupon === null ? [] : [{ id: discount, coupon }];
  });
  const cuts = cutLines(ctx, input.lines, discounts, currency);
  const metadata = subscription?.body.metadata ?? {};
  const lines = input.lines.map((line, index) =>
    invoiceLine(ctx, line, { id, currency, metadata }, cuts[index] ?? []),
  );
  const subtotal = input.lines.reduce((sum, line) => sum + line.amount, 0);
  const totals = discounts.map(({ id: discount }) => ({
    amount: cuts.flat().reduce((sum, cut) => sum + (cut.discount === discount ? cut.amount : 0), 0),
    discount,
  }));
  const total = subtotal - totals.reduce((sum, one) => sum + one.amount, 0);
  const due = Math.max(0, total + Math.min(0, customer.body.balance));
  const body: Stripe.Invoice = {
    id,
    object: "invoice",
    account_country: "US",
    account_name: "Sandbox",
    account_tax_ids: null,
    amount_due: due,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: due,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: input.isAutomatic,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: input.isAutomatic ? at + draftSeconds : null,
    billing_reason: input.reason,
    collection_method: "charge_automatically",
    created: at,
    currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: null,
    customer_email: customer.body.email,
    customer_name: customer.body.name ?? null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: "none",
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: discounts.map((discount) => discount.id),
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: "self" },
    last_finalization_error: null,
    latest_revision: null,
    lines: listOf(`/v1/invoices/${id}/lines`, lines),
    livemode: false,
    metadata: input.metadata ?? {},
    next_payment_attempt: input.isAutomatic ? at + draftSeconds : null,
    number: null,
    on_behalf_of: null,
    parent:
      subscription === null
        ? null
        : {
            type: "subscription_details",
            quote_details: null,
            subscription_details: { metadata, subscription: subscription.id },
          },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: input.period.end,
    period_start: input.period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: customer.body.balance,
    statement_descriptor: null,
    status: "draft",
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal,
    subtotal_excluding_tax: subtotal,
    test_clock: customer.body.test_clock ?? null,
    total,
    total_discount_amounts: totals,
    total_excluding_tax: total,
    total_pretax_credit_amounts: totals.map((one) => ({ ...one, type: "discount" as const })),
    total_taxes: [],
    webhooks_delivered_at: at,
  };
  const stored = ctx.insert("invoice", body, {
    changes: null,
    isOnSession: false,
    retries: 0,
    resumes: null,
  });
  ctx.emit("invoice.created", body);
  if (customer.body.currency !== currency) {
    ctx.change(customer, "customer.updated", (changed) => {
      changed.currency = currency;
    });
  }
  return stored;
}

/** Draft to open: a number, the customer's balance taken into account, and an intent to pay what is left. */
export function finalizeInvoice(ctx: Context, invoice: Stored<"invoice">): void {
  const { body } = invoice;
  if (body.status !== "draft")
    throw invalid(
      "This invoice is already finalized, you can't re-finalize a non-draft invoice.",
      undefined,
      "invoice_not_editable",
    );
  const at = ctx.now(body.test_clock);
  const customer = ctx.store.find("customer", idOf(body.customer));
  const balance = customer?.body.balance ?? 0;
  const sequence = customer?.body.next_invoice_sequence ?? 1;
  const due = Math.max(0, body.total + balance);
  // What the balance gave (or, of a negative total, took) is what is left of it.
  const ending = body.total + balance - due;
  if (customer !== null) {
    ctx.change(customer, ending === balance ? null : "customer.updated", (changed) => {
      changed.balance = ending;
      changed.next_invoice_sequence = sequence + 1;
    });
  }
  body.status = "open";
  body.starting_balance = balance;
  body.ending_balance = ending;
  body.amount_due = due;
  body.amount_remaining = due;
  body.number = `${customer?.body.invoice_prefix ?? "DRAFT"}-${String(sequence).padStart(4, "0")}`;
  body.effective_at = at;
  body.automatically_finalizes_at = null;
  body.status_transitions.finalized_at = at;
  body.hosted_invoice_url = `${ctx.baseUrl}/i/${invoice.id}`;
  body.invoice_pdf = `${ctx.baseUrl}/i/${invoice.id}/pdf`;
  ctx.store.save(invoice);
  if (due > 0) createIntent(ctx, invoice);
  ctx.emit("invoice.finalized", body);
  if (due === 0) markPaid(ctx, invoice, 0);
}

export function markPaid(ctx: Context, invoice: Stored<"invoice">, amount: number): void {
  const at = ctx.now(invoice.body.test_clock);
  ctx.change(invoice, "invoice.updated", (body) => {
    body.status = "paid";
    body.attempted = true;
    body.auto_advance = false;
    body.amount_paid = amount;
    body.amount_remaining = 0;
    body.next_payment_attempt = null;
    body.status_transitions.paid_at = at;
  });
  ctx.emit("invoice.paid", invoice.body);
  ctx.emit("invoice.payment_succeeded", invoice.body);
  afterInvoicePaid(ctx, invoice);
}

export function voidInvoice(ctx: Context, invoice: Stored<"invoice">): void {
  const { status } = invoice.body;
  if (status !== "open" && status !== "uncollectible") {
    throw invalid(
      `You can only void open or uncollectible invoices. This invoice is ${status}.`,
      undefined,
      "invoice_not_editable",
    );
  }
  cancelIntent(ctx, invoice);
  close(ctx, invoice, "void");
  ctx.emit("invoice.voided", invoice.body);
  afterInvoiceVoided(ctx, invoice);
}

export function markUncollectible(ctx: Context, invoice: Stored<"invoice">): void {
  if (invoice.body.status !== "open") {
    throw invalid(
      `You can only mark open invoices as uncollectible. This invoice is ${invoice.body.status}.`,
      undefined,
      "invoice_not_editable",
    );
  }
  close(ctx, invoice, "uncollectible");
  ctx.emit("invoice.marked_uncollectible", invoice.body);
  afterInvoicePaid(ctx, invoice);
}

function close(ctx: Context, invoice: Stored<"invoice">, status: "void" | "uncollectible"): void {
  const at = ctx.now(invoice.body.test_clock);
  ctx.change(invoice, "invoice.updated", (body) => {
    body.status = status;
    body.auto_advance = false;
    body.next_payment_attempt = null;
    if (status === "void") {
      body.amount_remaining = 0;
      body.status_transitions.voided_at = at;
    } else body.status_transitions.marked_uncollectible_at = at;
  });
}
