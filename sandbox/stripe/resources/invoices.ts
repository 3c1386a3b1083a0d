import type Stripe from "stripe";
import { cancelNow } from "../billing-engine/cancel.ts";
import { createSubscription } from "../billing-engine/create-subscription.ts";
import { readDiscount, subtotalOf } from "../billing-engine/discounts.ts";
import { finalizeInvoice, markPaid, markUncollectible, voidInvoice } from "../billing-engine/invoices.ts";
import { payInvoice, paymentFault } from "../billing-engine/pay.ts";
import { findInvoicePayment } from "../billing-engine/payment-intents.ts";
import { renew } from "../billing-engine/renew.ts";
import { updateSubscription } from "../billing-engine/update-subscription.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { invalid, missing, missingParameter } from "../http/errors.ts";
import { isWithin, listOf, listPage } from "../http/lists.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { requirePrice } from "./catalogue.ts";
import { newCustomer, requireCustomer } from "./customers.ts";
import { requirePaymentMethod } from "./payment-methods.ts";
import { requireSubscription } from "./subscriptions.ts";

function requireInvoice(ctx: Context, id: string, param?: string): Stored<"invoice"> {
  const stored = ctx.store.find("invoice", id);
  if (stored === null) throw missing("invoice", id, param);
  return stored;
}

/** The invoice that a change would make: it is made, looked at and undone. */
function preview(ctx: Context, params: Stripe.InvoiceCreatePreviewParams): Stripe.Invoice {
  const details = params.subscription_details;
  const invoice = ctx.rehearse(() => {
    if (params.subscription === undefined) return previewNew(ctx, params);
    const stored = requireSubscription(ctx, params.subscription, "subscription");
    const known = new Set([...ctx.store.list("invoice", { ref: stored.id })].map((one) => one.id));
    if (details?.cancel_now) cancelNow(ctx, stored, { reason: null });
    else {
      updateSubscription(ctx, stored, {
        ...(details?.items === undefined ? {} : { items: details.items }),
        ...(details?.proration_behavior === undefined
          ? {}
          : { proration_behavior: details.proration_behavior }),
        ...(details?.proration_date === undefined ? {} : { proration_date: details.proration_date }),
        ...(details?.billing_cycle_anchor === undefined
          ? {}
          : { billing_cycle_anchor: details.billing_cycle_anchor as never }),
        ...(details?.trial_end === undefined ? {} : { trial_end: details.trial_end }),
        ...(params.discounts ? { discounts: params.discounts } : {}),
      } as Stripe.SubscriptionUpdateParams);
    }
    const now = newest(ctx, stored.id, known);
    if (now !== null) return now;
    const end = stored.body.items.data[0]?.current_period_end ?? ctx.now(stored.body.test_clock);
    const isEnding = stored.body.cancel_at !== null && stored.body.cancel_at <= end;
    if (isEnding) throw invalid("No upcoming invoices for customer", undefined, "invoice_upcoming_none", 404);
    renew(ctx, stored, end);
    const next = newest(ctx, stored.id, known);
    if (next === null)
      throw invalid("No upcoming invoices for customer", undefined, "invoice_upcoming_none", 404);
    return { ...next, billing_reason: "upcoming" as const };
  });
  const id = `upcoming_${invoice.id}`;
  return {
    ...invoice,
    id,
    parent: prorationParent(invoice, details),
    status: "draft",
    attempted: false,
    attempt_count: 0,
    amount_paid: 0,
    amount_remaining: invoice.amount_due,
    number: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    next_payment_attempt: invoice.created,
    effective_at: null,
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    lines: listOf(
      `/v1/invoices/upcoming/lines`,
      invoice.lines.data.map((line) => ({ ...line, invoice: id })),
    ),
  };
}

/** A preview of a change tells the instant that its prorations are counted from. */
function prorationParent(
  { parent, created, billing_reason }: Stripe.Invoice,
  details: Stripe.InvoiceCreatePreviewParams.SubscriptionDetails | undefined,
): Stripe.Invoice["parent"] {
  if (!parent?.subscription_details || !details?.items || billing_reason !== "subscription_update")
    return parent;
  const subscription_proration_date = details.proration_date ?? created;
  return { ...parent, subscription_details: { ...parent.subscription_details, subscription_proration_date } };
}

function newest(ctx: Context, subscription: string, known: Set<string>): Stripe.Invoice | null {
  for (const stored of ctx.store.list("invoice", { ref: subscription })) {
    if (!known.has(stored.id)) return structuredClone(stored.body);
  }
  return null;
}

function previewNew(ctx: Context, params: Stripe.InvoiceCreatePreviewParams): Stripe.Invoice {
  const customer =
    params.customer === undefined ? newCustomer(ctx, {}) : requireCustomer(ctx, params.customer);
  const items = (params.subscription_details?.items ?? []).map((item) => ({
    price: requirePrice(ctx, item.price ?? "", "subscription_details[items][0][price]").id,
    quantity: item.quantity ?? 1,
  }));
  const [first] = items;
  if (first === undefined) throw missingParameter("subscription_details[items]");
  const currency = params.currency ?? requirePrice(ctx, first.price).body.currency;
  const prices = items.map(({ price }) => price);
  const buyer = { customer: customer.id, currency, amount: subtotalOf(ctx, items, currency), prices };
  const stored = createSubscription(ctx, {
    customer,
    items,
    metadata: {},
    discounts: (params.discounts || []).map((one) => readDiscount(ctx, one, buyer)),
    trialEnd: null,
    currency,
    missingMethod: "create_invoice",
    method: null,
    cancelAt: null,
    cancelAtPeriodEnd: false,
    isPaidNow: false,
    isOnSession: false,
    session: null,
    description: null,
  });
  return structuredClone(requireInvoice(ctx, idOf(stored.body.latest_invoice) ?? "").body);
}

export const invoiceEndpoints = [
  endpoint<Stripe.InvoiceCreatePreviewParams>(
    "POST",
    "/v1/invoices/create_preview",
    "Stripe.InvoiceCreatePreviewParams",
    "Stripe.Invoice",
    ({ ctx, params }) => preview(ctx, params),
  ),
  endpoint<Stripe.InvoiceListParams>(
    "GET",
    "/v1/invoices",
    "Stripe.InvoiceListParams",
    "Stripe.ApiList<Stripe.Invoice>",
    ({ ctx, params }) =>
      listPage(ctx, "invoice", "/v1/invoices", params, {
        filter: {
          ...(params.customer === undefined ? {} : { customer: params.customer }),
          ...(params.subscription === undefined ? {} : { ref: params.subscription }),
        },
        accepts: ({ body }) =>
          (params.status === undefined || body.status === params.status) &&
          isWithin(body.created, params.created),
      }),
  ),
  endpoint("GET", "/v1/invoices/:id", null, "Stripe.Invoice", ({ ctx, id }) => requireInvoice(ctx, id).body),
  endpoint<Stripe.InvoiceListLineItemsParams>(
    "GET",
    "/v1/invoices/:id/lines",
    "Stripe.InvoiceListLineItemsParams",
    "Stripe.ApiList<Stripe.InvoiceLineItem>",
    ({ ctx, id }) => requireInvoice(ctx, id).body.lines,
  ),
  endpoint<Stripe.InvoicePayParams>(
    "POST",
    "/v1/invoices/:id/pay",
    "Stripe.InvoicePayParams",
    "Stripe.Invoice",
    ({ ctx, params, id }) => {
      const stored = requireInvoice(ctx, id);
      if (stored.body.status === "paid")
        throw invalid("Invoice is already paid", undefined, "invoice_already_paid");
      if (params.paid_out_of_band) {
        if (stored.body.status === "draft") finalizeInvoice(ctx, stored);
        markPaid(ctx, stored, stored.body.amount_due);
        return stored.body;
      }
      const method =
        params.payment_method === undefined ? null : requirePaymentMethod(ctx, params.payment_method);
      const outcome = payInvoice(ctx, stored, { method, isOnSession: params.off_session === false });
      if (outcome !== "succeeded") throw paymentFault(ctx, stored, outcome);
      return stored.body;
    },
  ),
  endpoint<Stripe.InvoiceFinalizeInvoiceParams>(
    "POST",
    "/v1/invoices/:id/finalize",
    "Stripe.InvoiceFinalizeInvoiceParams",
    "Stripe.Invoice",
    ({ ctx, id }) => {
      const stored = requireInvoice(ctx, id);
      finalizeInvoice(ctx, stored);
      return stored.body;
    },
  ),
  endpoint("POST", "/v1/invoices/:id/void", null, "Stripe.Invoice", ({ ctx, id }) => {
    const stored = requireInvoice(ctx, id);
    voidInvoice(ctx, stored);
    return stored.body;
  }),
  endpoint("POST", "/v1/invoices/:id/mark_uncollectible", null, "Stripe.Invoice", ({ ctx, id }) => {
    const stored = requireInvoice(ctx, id);
    markUncollectible(ctx, stored);
    return stored.body;
  }),
  endpoint<Stripe.InvoicePaymentListParams>(
    "GET",
    "/v1/invoice_payments",
    "Stripe.InvoicePaymentListParams",
    "Stripe.ApiList<Stripe.InvoicePayment>",
    ({ ctx, params }) => {
      const intent = params.payment?.payment_intent;
      return listPage(ctx, "invoice_payment", "/v1/invoice_payments", params, {
        filter: {
          ...(params.invoice === undefined ? {} : { ref: params.invoice }),
          ...(intent === undefined ? {} : { customer: intent }),
        },
        accepts: ({ body }) => params.status === undefined || body.status === params.status,
      });
    },
  ),
  endpoint("GET", "/v1/invoice_payments/:id", null, "Stripe.InvoicePayment", ({ ctx, id }) => {
    const stored = ctx.store.find("invoice_payment", id);
    if (stored === null) throw missing("invoice_payment", id);
    return stored.body;
  }),
];

/** `payments` of an invoice, there only when asked for. */
export function paymentsOf(ctx: Context, invoice: string): object {
  const payment = findInvoicePayment(ctx, invoice);
  return listOf("/v1/invoice_payments", payment === null ? [] : [structuredClone(payment.body)]);
}
