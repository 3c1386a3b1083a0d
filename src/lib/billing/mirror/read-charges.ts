import type Stripe from "stripe";
import { readAll } from "./read-all.ts";
import { idOf, subscriptionIdOf } from "./subscription-row.ts";

/** A charge that was paid back or disputed, with what it had paid for. */
export type ReturnedCharge = {
  id: string;
  invoiceId: string | null;
  subscriptionId: string | null;
  refunds: Stripe.Refund[];
  disputes: Stripe.Dispute[];
};

/**
 * What became of the charges that something happened to; of all others nothing is asked.
 * @param charges with their `refunds` expanded, which costs no call of its own
 */
export function readReturnedCharges(
  stripe: Stripe,
  charges: readonly Stripe.Charge[],
): Promise<ReturnedCharge[]> {
  const returned = charges.filter(
    ({ disputed, refunded, refunds, amount_refunded: amount }) =>
      disputed || refunded || amount > 0 || (refunds?.data.length ?? 0) > 0,
  );
  return Promise.all(returned.map((charge) => readReturnedCharge(stripe, charge)));
}

async function readReturnedCharge(stripe: Stripe, charge: Stripe.Charge): Promise<ReturnedCharge> {
  const [invoice, refunds, disputes] = await Promise.all([
    findInvoice(stripe, charge),
    charge.refunds && !charge.refunds.has_more
      ? charge.refunds.data
      : readAll(stripe.refunds.list({ charge: charge.id, limit: 100 })),
    charge.disputed ? readAll(stripe.disputes.list({ charge: charge.id, limit: 100 })) : [],
  ]);
  const subscriptionId = typeof invoice === "object" && invoice !== null ? subscriptionIdOf(invoice) : null;
  return { id: charge.id, invoiceId: idOf(invoice), subscriptionId, refunds, disputes };
}

/** A charge does not name its invoice any more; the payment of that invoice names both. */
async function findInvoice(stripe: Stripe, charge: Stripe.Charge): Promise<Stripe.Invoice | string | null> {
  const intent = idOf(charge.payment_intent);
  if (intent === null) return null;
  const { data } = await stripe.invoicePayments.list({
    payment: { type: "payment_intent", payment_intent: intent },
    expand: ["data.invoice"],
  });
  const invoice = data[0]?.invoice ?? null;
  return invoice !== null && typeof invoice === "object" && invoice.deleted === true ? invoice.id : invoice;
}
