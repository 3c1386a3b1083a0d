import Stripe from "stripe";
import { log } from "#platform/log/log.ts";
import { hourMs } from "#shared/time.ts";
import type { DisputeRow } from "../mirror/dispute-row.ts";
import type { PaidInvoice } from "../mirror/payments-store.ts";
import { isMissing } from "../mirror/read-customer.ts";
import { holdsPlace, idOf, isOver, type SubscriptionRow } from "../mirror/subscription-row.ts";
import { idempotent } from "../stripe.ts";
import { type PlannedDeed, settlePlanned } from "./planned-change.ts";
import { causeComment, causeKey, type SettlementCause } from "./settlement-cause.ts";

/** Something that Stripe must be told. */
export type Settlement = Ending | PlannedDeed;

/** A subscription to end at once, and what is given back before. */
type Ending = {
  cause: SettlementCause;
  subscriptionId: string;
  /** Whose it is: a workspace may have had several. */
  customerId: string;
  /** Paid invoices to give back in full. */
  invoiceIds: string[];
};

/** A second plan that has run longer is not taken for a mistake: a person decides about it. */
const mistakenForMs = 48 * hourMs;

/**
 * What a workspace's rows call for at Stripe. A second plan that was bought beside one in good
 * order within two days is given back and ended; what a lost dispute had paid for is ended. A
 * price that we do not know is left to a person. Pure, and empty again once the deeds have come
 * true: what calls for them persists until then.
 */
export function decideSettlements(
  subscriptions: readonly SubscriptionRow[],
  paidInvoices: readonly PaidInvoice[],
  lostDisputes: readonly Pick<DisputeRow, "subscriptionId">[],
  now: Date,
): Ending[] {
  const living = subscriptions.filter(
    ({ status, setAsideReason }) => !isOver(status) && setAsideReason !== "unknown_price",
  );
  const lost = new Set(lostDisputes.map(({ subscriptionId }) => subscriptionId));
  const isKeptPaid = living.some((row) => holdsPlace(row) && isPaid(row) && !lost.has(row.id));
  return living.flatMap((row): Ending[] => {
    const which = { subscriptionId: row.id, customerId: row.customerId };
    // What the bank has taken back cannot be given back.
    if (lost.has(row.id)) return [{ cause: "dispute_lost", ...which, invoiceIds: [] }];
    const isMistake = now.getTime() - row.startedAt.getTime() <= mistakenForMs;
    if (row.setAsideReason !== "second_plan" || !isKeptPaid || !isMistake) return [];
    const paid = paidInvoices.filter(({ subscriptionId }) => subscriptionId === row.id);
    return [{ cause: "second_plan", ...which, invoiceIds: paid.map(({ id }) => id) }];
  });
}

function isPaid({ status }: SubscriptionRow): boolean {
  return status === "active" || status === "trialing";
}

/**
 * Tells Stripe, the money first: whoever dies in between finds the subscription living and begins
 * again. What has come true already counts as done.
 * @returns `refused` when Stripe does not allow it: asking again is of no use, a person has to look
 * @throws Error when Stripe does not answer: to be tried again
 */
export async function settle(stripe: Stripe, settlement: Settlement): Promise<"done" | "refused"> {
  try {
    if ("kind" in settlement) await settlePlanned(stripe, settlement);
    else await endSubscription(stripe, settlement);
    return "done";
  } catch (err) {
    if (!(err instanceof Stripe.errors.StripeInvalidRequestError)) throw err;
    log().error({ err, ...settlement }, "Stripe refuses a settlement; a person has to look at it");
    return "refused";
  }
}

async function endSubscription(stripe: Stripe, { cause, subscriptionId, invoiceIds }: Ending): Promise<void> {
  for (const invoiceId of invoiceIds) await refundInvoice(stripe, invoiceId, cause);
  // Stripe takes no idempotency key here and needs none: a second one finds nothing to end.
  await unlessDone(
    stripe.subscriptions.cancel(subscriptionId, {
      prorate: false,
      invoice_now: false,
      cancellation_details: { comment: causeComment(cause) },
    }),
    isMissing,
  );
}

async function refundInvoice(stripe: Stripe, invoiceId: string, cause: SettlementCause): Promise<void> {
  const payments = await stripe.invoicePayments.list({ invoice: invoiceId, status: "paid", limit: 100 });
  for (const { id, payment } of payments.data) {
    const intent = idOf(payment.payment_intent);
    const charge = idOf(payment.charge);
    // What was paid outside of Stripe is not Stripe's to give back.
    if (intent === null && charge === null) continue;
    await unlessDone(
      stripe.refunds.create(
        {
          ...(intent === null ? { charge: charge ?? "" } : { payment_intent: intent }),
          reason: "duplicate",
          metadata: { [causeKey]: cause },
        },
        idempotent("refund", cause, invoiceId, id),
      ),
      isRefundedAlready,
    );
  }
}

function isRefundedAlready(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && error.code === "charge_already_refunded";
}

async function unlessDone(deed: Promise<unknown>, isDone: (error: unknown) => boolean): Promise<void> {
  try {
    await deed;
  } catch (error) {
    if (!isDone(error)) throw error;
  }
}
