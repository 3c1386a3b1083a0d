import type Stripe from "stripe";
import type { Context } from "../context.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { behaviourOf, declineMessage } from "./cards.ts";

/** Seconds until the cardholder complains. */
const disputeDelay = 10;

export type ChargeOutcome = "succeeded" | "failed" | "requires_action";

/** Tries to take an intent's amount from a card. `isOnSession`: the person is there and can be asked. */
export function attemptCharge(
  ctx: Context,
  intent: Stored<"payment_intent">,
  method: Stored<"payment_method">,
  options: { isOnSession: boolean; at: number },
): ChargeOutcome {
  const card = behaviourOf(method.inner.number);
  const isAskedFor =
    card.authentication === "always" || (card.authentication === "unless_set_up" && !method.inner.isSetUp);
  intent.body.payment_method = method.id;
  if (isAskedFor && !intent.inner.isAuthenticated) return askForAction(ctx, intent, method);
  // What was authenticated is used up: the next payment asks again.
  intent.inner.isAuthenticated = false;
  const charge = insertCharge(ctx, intent, method, card.decline ?? null, options.at);
  intent.body.latest_charge = charge.id;
  intent.body.next_action = null;
  if (card.decline) {
    fail(ctx, intent, method, charge, card.decline);
    return "failed";
  }
  if (card.authentication === "unless_set_up") {
    method.inner.isSetUp = true;
    ctx.store.save(method);
  }
  intent.body.status = "succeeded";
  intent.body.amount_received = intent.body.amount;
  intent.body.last_payment_error = null;
  ctx.store.save(intent);
  ctx.emit("charge.succeeded", charge);
  ctx.emit("payment_intent.succeeded", intent.body);
  return "succeeded";
}

function askForAction(
  ctx: Context,
  intent: Stored<"payment_intent">,
  method: Stored<"payment_method">,
): ChargeOutcome {
  intent.body.status = "requires_action";
  intent.body.next_action = {
    type: "use_stripe_sdk",
    use_stripe_sdk: { type: "three_d_secure_redirect", source: method.id },
  };
  ctx.store.save(intent);
  ctx.emit("payment_intent.requires_action", intent.body);
  return "requires_action";
}

function fail(
  ctx: Context,
  intent: Stored<"payment_intent">,
  method: Stored<"payment_method">,
  charge: Stripe.Charge,
  decline: { code: string; declineCode: string | null },
): void {
  intent.body.status = "requires_payment_method";
  intent.body.payment_method = null;
  intent.body.last_payment_error = {
    type: "card_error",
    charge: charge.id,
    code: decline.code as Stripe.PaymentIntent.LastPaymentError.Code,
    ...(decline.declineCode === null ? {} : { decline_code: decline.declineCode }),
    message: declineMessage(decline.code, decline.declineCode),
    payment_method: method.body,
  };
  ctx.store.save(intent);
  ctx.emit("charge.failed", charge);
  ctx.emit("payment_intent.payment_failed", intent.body);
}

function insertCharge(
  ctx: Context,
  intent: Stored<"payment_intent">,
  method: Stored<"payment_method">,
  decline: { code: string; declineCode: string | null } | null,
  at: number,
): Stripe.Charge {
  const card = method.body.card;
  const id = ctx.id("ch");
  const isPaid = decline === null;
  const message = decline === null ? null : declineMessage(decline.code, decline.declineCode);
  const body: Stripe.Charge = {
    id,
    object: "charge",
    amount: intent.body.amount,
    amount_captured: isPaid ? intent.body.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: isPaid ? ctx.id("txn") : null,
    billing_details: { ...method.body.billing_details },
    calculated_statement_descriptor: "SANDBOX",
    captured: isPaid,
    created: at,
    currency: intent.body.currency,
    customer: intent.body.customer,
    description: intent.body.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: message,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.body.metadata },
    on_behalf_of: null,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: isPaid ? "approved_by_network" : "declined_by_network",
      reason: decline?.declineCode ?? null,
      seller_message: isPaid ? "Payment complete." : message,
      type: isPaid ? "authorized" : "issuer_declined",
    },
    paid: isPaid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: {
      type: "card",
      card: {
        amount_authorized: isPaid ? intent.body.amount : null,
        authorization_code: null,
        brand: card?.brand ?? "visa",
        checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
        country: "US",
        electronic_commerce_indicator: null,
        exp_month: card?.exp_month ?? 12,
        exp_year: card?.exp_year ?? 2030,
        fingerprint: card?.fingerprint ?? null,
        funding: "credit",
        installments: null,
        last4: card?.last4 ?? null,
        mandate: null,
        network: card?.brand ?? "visa",
        network_token: { used: false },
        network_transaction_id: null,
        regulated_status: "unregulated",
        three_d_secure: null,
        transaction_link_id: null,
        wallet: null,
      },
    },
    receipt_email: null,
    receipt_number: null,
    receipt_url: isPaid ? `${ctx.baseUrl}/receipts/${id}` : null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: isPaid ? "succeeded" : "failed",
    transfer_data: null,
    transfer_group: null,
  };
  const clock = idOf(ctx.store.find("customer", idOf(intent.body.customer))?.body.test_clock);
  const isDisputed = isPaid && behaviourOf(method.inner.number).dispute !== undefined;
  ctx.insert("charge", body, { clock, disputeAt: isDisputed ? at + disputeDelay : null });
  return body;
}

export function chargeOfIntent(ctx: Context, intent: string): Stored<"charge"> | null {
  return ctx.store.find("charge", idOf(ctx.store.find("payment_intent", intent)?.body.latest_charge));
}
