import Stripe from "stripe";
import { log } from "#platform/log/log.ts";
import { Refusal } from "#shared/errors.ts";
import { idOf, type SubscriptionRow } from "../mirror/subscription-row.ts";
import { type SyncTools, syncCustomer } from "../mirror/sync-customer.ts";
import { rememberPlanned } from "../settle/planned-change.ts";
import { idempotent } from "../stripe.ts";
import { releaseSchedule } from "../subscription.ts";
import type { PaidTarget } from "./decide-change.ts";
import { isQuoteGood, mainItemOf, type Quote, requirePriceId } from "./preview-change.ts";

/** The old plan goes on while `isPaid` is false; `payUrl` is where that can be made good. */
export type PaidChange = { isPaid: boolean; payUrl: string | null };

type Wish = { row: SubscriptionRow; target: PaidTarget; price: string; quote: Quote };

/**
 * Changes what is paid for at once, for the sum that was quoted. The new plan begins when it is
 * paid; until then the old one goes on.
 * @throws Refusal `conflict` with the reason
 */
export async function changeNow(
  tools: SyncTools,
  row: SubscriptionRow,
  target: PaidTarget,
  quote: Quote,
): Promise<PaidChange> {
  const wish = { row, target, price: requirePriceId(row, target), quote };
  const before = await tools.stripe.subscriptions.retrieve(row.id, { expand: ["schedule"] });
  if (standingOf(before, wish) !== "as_known") return answerAsItIs(tools, wish, "changed_meanwhile");
  if (!(await isQuoteGood(tools, row, target, quote))) return answerAsItIs(tools, wish, "quote_expired");
  // Stripe would let the schedule undo the change.
  if (before.schedule !== null) {
    await rememberPlanned(tools.stripe, before);
    await releaseSchedule(tools, before.schedule);
  }
  const after = await write(tools, wish, before);
  if (after === null) return answerAsItIs(tools, wish, "changed_meanwhile");
  warnBesideQuote(after, quote);
  await syncCustomer(tools, row.customerId);
  return paidChange(after);
}

/** What Stripe has beside what our row says and what is wished. */
function standingOf(
  subscription: Stripe.Subscription,
  { row, price }: Wish,
): "as_known" | "as_wished" | "other" {
  if (subscription.pending_update !== null) return "other";
  const { id, priceId } = mainItemOf(row);
  const has = subscription.items.data.find((item) => item.id === id)?.price.id;
  if (has === price) return "as_wished";
  return has === priceId ? "as_known" : "other";
}

/**
 * Answers from what Stripe has now: somebody was quicker, or this is the second try of a change
 * whose answer was lost.
 * @throws Refusal `conflict` with the reason, when that is not what is wished
 */
async function answerAsItIs(tools: SyncTools, wish: Wish, reason: string): Promise<PaidChange> {
  await syncCustomer(tools, wish.row.customerId);
  const now = await tools.stripe.subscriptions.retrieve(wish.row.id, { expand: ["latest_invoice"] });
  const waitsFor = now.pending_update?.subscription_items?.[0]?.price.id;
  if (standingOf(now, wish) === "as_wished" || waitsFor === wish.price) return paidChange(now);
  throw new Refusal("conflict", { values: { reason } });
}

/**
 * The one write that charges. Its key names what the change sets out from: the price and the last
 * invoice, which every change renews. Of two that set out from the same, whatever they want and
 * wherever they come from, Stripe does one and refuses the other.
 * @returns null when another one was done
 */
async function write(
  { stripe }: SyncTools,
  { row, price, quote }: Wish,
  before: Stripe.Subscription,
): Promise<Stripe.Subscription | null> {
  const invoice = idOf(before.latest_invoice) ?? "none";
  const params: Stripe.SubscriptionUpdateParams = {
    items: [{ id: mainItemOf(row).id, price }],
    proration_behavior: "always_invoice",
    proration_date: quote.prorationDate,
    payment_behavior: "pending_if_incomplete",
    expand: ["latest_invoice"],
  };
  const update = (...more: (string | number)[]) =>
    stripe.subscriptions.update(row.id, params, idempotent("change", row.id, row.priceId, invoice, ...more));
  try {
    return await update();
  } catch (error) {
    const isTaken = error instanceof Stripe.errors.StripeIdempotencyError && error.statusCode === 400;
    if (!isTaken) throw error;
    const now = await stripe.subscriptions.retrieve(row.id);
    const isUntouched =
      (idOf(now.latest_invoice) ?? "none") === invoice &&
      now.pending_update === null &&
      now.items.data.some((item) => item.price.id === row.priceId);
    // Whoever had the key is through and has changed nothing: its failure must not bar the way.
    return isUntouched ? update(price, quote.prorationDate) : null;
  }
}

function warnBesideQuote({ id, latest_invoice: invoice }: Stripe.Subscription, quote: Quote): void {
  if (invoice === null || typeof invoice === "string" || invoice.amount_due === quote.amountDueMinor) return;
  log().error({ subscription: id, invoice: invoice.id, quote }, "a change was billed beside its quote");
}

function paidChange({ pending_update, latest_invoice: invoice }: Stripe.Subscription): PaidChange {
  if (pending_update === null) return { isPaid: true, payUrl: null };
  return {
    isPaid: false,
    payUrl: (typeof invoice === "string" ? null : invoice?.hosted_invoice_url) ?? null,
  };
}
