import type Stripe from "stripe";
import { openDispute, settleDispute } from "../billing-engine/disputes.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { invalid, missing, missingParameter } from "../http/errors.ts";
import { isWithin, listPage } from "../http/lists.ts";
import type { Kind, Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { mergeMetadata } from "./metadata.ts";

export { openDispute, settleDispute };

export function requireOne<K extends Kind>(ctx: Context, kind: K, id: string, param?: string): Stored<K> {
  const stored = ctx.store.find(kind, id);
  if (stored === null) throw missing(kind, id, param);
  return stored;
}

export function refundCharge(
  ctx: Context,
  charge: Stored<"charge">,
  options: { amount?: number; reason?: Stripe.Refund.Reason | null; metadata?: Record<string, string> },
): Stripe.Refund {
  const left = charge.body.amount - charge.body.amount_refunded;
  const amount = options.amount ?? left;
  if (!charge.body.paid || left === 0) {
    throw invalid(`Charge ${charge.id} has already been refunded.`, undefined, "charge_already_refunded");
  }
  if (charge.body.disputed) throw invalid("This charge has been charged back.", undefined, "charge_disputed");
  if (amount <= 0 || amount > left) {
    throw invalid(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
      "amount",
    );
  }
  const customer = ctx.store.find("customer", idOf(charge.body.customer));
  const refund: Stripe.Refund = {
    id: ctx.id("re"),
    object: "refund",
    amount,
    balance_transaction: ctx.id("txn"),
    charge: charge.id,
    created: ctx.now(customer?.body.test_clock),
    currency: charge.body.currency,
    customer: idOf(charge.body.customer),
    customer_account: null,
    destination_details: {
      card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" },
      type: "card",
    },
    metadata: options.metadata ?? {},
    payment_intent: idOf(charge.body.payment_intent),
    payment_method: charge.body.payment_method,
    reason: options.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
  ctx.insert("refund", refund, {});
  const before = { amount_refunded: charge.body.amount_refunded, refunded: charge.body.refunded };
  charge.body.amount_refunded += amount;
  charge.body.refunded = charge.body.amount_refunded === charge.body.amount;
  ctx.store.save(charge);
  ctx.emit("refund.created", refund);
  ctx.emit("charge.refunded", charge.body, before);
  return refund;
}

/** The bank sends it back, up to thirty days later: the money is the seller's again. */
export function failRefund(ctx: Context, refund: Stored<"refund">): void {
  const charge = ctx.store.find("charge", idOf(refund.body.charge));
  ctx.change(refund, "refund.updated", (body) => {
    body.status = "failed";
    body.failure_reason = "expired_or_canceled_card";
    body.failure_balance_transaction = ctx.id("txn");
  });
  if (charge !== null) {
    ctx.change(charge, "charge.updated", (body) => {
      body.amount_refunded -= refund.body.amount;
      body.refunded = false;
    });
  }
  ctx.emit("refund.failed", refund.body);
}

export const paymentEndpoints = [
  endpoint<Stripe.PaymentIntentListParams>(
    "GET",
    "/v1/payment_intents",
    "Stripe.PaymentIntentListParams",
    "Stripe.ApiList<Stripe.PaymentIntent>",
    ({ ctx, params }) =>
      listPage(ctx, "payment_intent", "/v1/payment_intents", params, {
        filter: params.customer === undefined ? {} : { customer: params.customer },
        accepts: ({ body }) => isWithin(body.created, params.created),
      }),
  ),
  endpoint(
    "GET",
    "/v1/payment_intents/:id",
    null,
    "Stripe.PaymentIntent",
    ({ ctx, id }) => requireOne(ctx, "payment_intent", id).body,
  ),
  endpoint<Stripe.ChargeListParams>(
    "GET",
    "/v1/charges",
    "Stripe.ChargeListParams",
    "Stripe.ApiList<Stripe.Charge>",
    ({ ctx, params }) =>
      listPage(ctx, "charge", "/v1/charges", params, {
        filter: {
          ...(params.customer === undefined ? {} : { customer: params.customer }),
          ...(params.payment_intent === undefined ? {} : { ref: params.payment_intent }),
        },
        accepts: ({ body }) => isWithin(body.created, params.created),
      }),
  ),
  endpoint(
    "GET",
    "/v1/charges/:id",
    null,
    "Stripe.Charge",
    ({ ctx, id }) => requireOne(ctx, "charge", id).body,
  ),
  endpoint<Stripe.RefundCreateParams>(
    "POST",
    "/v1/refunds",
    "Stripe.RefundCreateParams",
    "Stripe.Refund",
    ({ ctx, params }) => {
      const intent =
        params.payment_intent === undefined
          ? null
          : requireOne(ctx, "payment_intent", params.payment_intent, "payment_intent");
      const id = params.charge ?? idOf(intent?.body.latest_charge);
      if (id === null || id === undefined) throw missingParameter("charge");
      return refundCharge(ctx, requireOne(ctx, "charge", id, "charge"), {
        ...(params.amount === undefined ? {} : { amount: params.amount }),
        reason: params.reason ?? null,
        metadata: mergeMetadata({}, params.metadata),
      });
    },
  ),
  endpoint<Stripe.RefundListParams>(
    "GET",
    "/v1/refunds",
    "Stripe.RefundListParams",
    "Stripe.ApiList<Stripe.Refund>",
    ({ ctx, params }) =>
      listPage(ctx, "refund", "/v1/refunds", params, {
        filter: {
          ...(params.charge === undefined ? {} : { customer: params.charge }),
          ...(params.payment_intent === undefined ? {} : { ref: params.payment_intent }),
        },
        accepts: ({ body }) => isWithin(body.created, params.created),
      }),
  ),
  endpoint(
    "GET",
    "/v1/refunds/:id",
    null,
    "Stripe.Refund",
    ({ ctx, id }) => requireOne(ctx, "refund", id).body,
  ),
  endpoint<Stripe.DisputeListParams>(
    "GET",
    "/v1/disputes",
    "Stripe.DisputeListParams",
    "Stripe.ApiList<Stripe.Dispute>",
    ({ ctx, params }) =>
      listPage(ctx, "dispute", "/v1/disputes", params, {
        filter: {
          ...(params.charge === undefined ? {} : { customer: params.charge }),
          ...(params.payment_intent === undefined ? {} : { ref: params.payment_intent }),
        },
        accepts: ({ body }) => isWithin(body.created, params.created),
      }),
  ),
  endpoint(
    "GET",
    "/v1/disputes/:id",
    null,
    "Stripe.Dispute",
    ({ ctx, id }) => requireOne(ctx, "dispute", id).body,
  ),
  endpoint<Stripe.DisputeUpdateParams>(
    "POST",
    "/v1/disputes/:id",
    "Stripe.DisputeUpdateParams",
    "Stripe.Dispute",
    ({ ctx, params, id }) => {
      const stored = requireOne(ctx, "dispute", id);
      ctx.change(stored, "charge.dispute.updated", (body) => {
        body.metadata = mergeMetadata(body.metadata, params.metadata);
        if (params.evidence === undefined) return;
        Object.assign(body.evidence, params.evidence);
        body.evidence_details.has_evidence = true;
        if (params.submit === false) return;
        body.evidence_details.submission_count += 1;
        body.evidence_details.submission_method = "manual";
        body.status = body.status.startsWith("warning") ? "warning_under_review" : "under_review";
      });
      return stored.body;
    },
  ),
  endpoint("POST", "/v1/disputes/:id/close", null, "Stripe.Dispute", ({ ctx, id }) => {
    const stored = requireOne(ctx, "dispute", id);
    settleDispute(ctx, stored, "lost");
    return stored.body;
  }),
];
