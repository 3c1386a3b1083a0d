import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { invalid } from "../http/errors.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";

const disputeFee = 1500;
const week = 7 * 24 * 3600;

export type DisputeInput = { reason: string; isInquiry: boolean; amount?: number };

/** A dispute takes the money at once; an inquiry only asks. */
export function openDispute(ctx: Context, charge: Stored<"charge">, input: DisputeInput): Stored<"dispute"> {
  if (!charge.body.paid || charge.body.disputed) throw invalid("This charge cannot be disputed.", "charge");
  const at = Math.max(charge.body.created, ctx.now(charge.inner.clock));
  const amount = input.amount ?? charge.body.amount - charge.body.amount_refunded;
  const body: Stripe.Dispute = {
    id: ctx.id("du"),
    object: "dispute",
    amount,
    balance_transactions: input.isInquiry ? [] : [movement(ctx, charge, -amount, at)],
    charge: charge.id,
    created: at,
    currency: charge.body.currency,
    enhanced_eligibility_types: [],
    evidence: emptyEvidence(),
    evidence_details: {
      due_by: at + week,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: input.isInquiry,
    livemode: false,
    metadata: {},
    payment_intent: idOf(charge.body.payment_intent),
    reason: input.reason,
    status: input.isInquiry ? "warning_needs_response" : "needs_response",
  };
  const stored = ctx.insert("dispute", body, {});
  charge.body.disputed = true;
  ctx.store.save(charge);
  ctx.emit("charge.dispute.created", body);
  if (!input.isInquiry) ctx.emit("charge.dispute.funds_withdrawn", body);
  return stored;
}

export function settleDispute(ctx: Context, stored: Stored<"dispute">, end: "won" | "lost"): void {
  const { body } = stored;
  if (["won", "lost", "warning_closed"].includes(body.status))
    throw invalid("This dispute is already closed.");
  const isInquiry = body.status.startsWith("warning");
  const charge = ctx.store.find("charge", idOf(body.charge));
  const isReinstated = !isInquiry && end === "won";
  const { status } = body;
  body.status = isInquiry ? "warning_closed" : end;
  if (isReinstated && charge !== null)
    body.balance_transactions.push(movement(ctx, charge, body.amount, ctx.now(charge.inner.clock)));
  ctx.store.save(stored);
  ctx.emit("charge.dispute.closed", body, { status });
  if (isReinstated) ctx.emit("charge.dispute.funds_reinstated", body);
}

function movement(
  ctx: Context,
  charge: Stored<"charge">,
  amount: number,
  at: number,
): Stripe.BalanceTransaction {
  const fee = amount < 0 ? disputeFee : 0;
  return {
    id: ctx.id("txn"),
    object: "balance_transaction",
    amount,
    available_on: at,
    balance_type: "payments",
    created: at,
    currency: charge.body.currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details: [],
    net: amount - fee,
    reporting_category: "dispute",
    source: charge.id,
    status: "available",
    type: "adjustment",
  };
}

export function emptyEvidence(): Stripe.Dispute.Evidence {
  return {
    access_activity_log: null,
    billing_address: null,
    cancellation_policy: null,
    cancellation_policy_disclosure: null,
    cancellation_rebuttal: null,
    customer_communication: null,
    customer_email_address: null,
    customer_name: null,
    customer_purchase_ip: null,
    customer_signature: null,
    duplicate_charge_documentation: null,
    duplicate_charge_explanation: null,
    duplicate_charge_id: null,
    enhanced_evidence: {},
    product_description: null,
    receipt: null,
    refund_policy: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    service_documentation: null,
    shipping_address: null,
    shipping_carrier: null,
    shipping_date: null,
    shipping_documentation: null,
    shipping_tracking_number: null,
    uncategorized_file: null,
    uncategorized_text: null,
  };
}
