import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { invalid, missingParameter } from "../http/errors.ts";
import { isWithin, listPage } from "../http/lists.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { mergeMetadata } from "./metadata.ts";
import { ofCharge, requireOne } from "./require-one.ts";

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

export const refundEndpoints = [
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
        filter: ofCharge(params),
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
];
