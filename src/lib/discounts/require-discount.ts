import { chooseCurrency } from "#lib/billing/buying/choose-currency.ts";
import type { SyncTools } from "#lib/billing/mirror/sync-customer.ts";
import { amountMinorOf, type Offer, productIdOf } from "#lib/billing/plans.ts";
import { findCurrentCustomer } from "#lib/billing/store.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { consumeKept, giveBack } from "#platform/rate-limits/kept-limiter.ts";
import { triesOf } from "#platform/rate-limits/tries.ts";
import { type ErrorCode, Refusal } from "#shared/errors.ts";
import { chooseDiscount, type Order } from "./decide-discount.ts";
import { type DiscountCode, expansionOf, readDiscountCode } from "./discount-code.ts";
import { hasPaidInvoice } from "./store.ts";
import type { PreviewBody } from "./validation.ts";

/** From where somebody asks: decides what tries are counted by, and the currency when nothing else does. */
export type Caller = { address: string; country: string | null };

/** What would be bought, in the currency that the checkout would choose, and who would pay. */
export async function readOrder(
  db: Prisma,
  viewer: Viewer,
  { plan, interval, currency: chosen }: Omit<PreviewBody, "code">,
  country: string | null,
): Promise<{ offer: Offer; order: Order }> {
  const [known, hasPaid] = await Promise.all([
    findCurrentCustomer(db, viewer.workspace.id),
    hasPaidInvoice(db, viewer.workspace.id),
  ]);
  const currency = chooseCurrency(chosen, known?.currency ?? null, country);
  const offer = { plan, interval, currency };
  // Another currency takes another customer, who is not there yet.
  const isTheirs = known !== null && (known.currency === null || known.currency === currency);
  const customerId = isTheirs ? known.id : null;
  const order = { customerId, hasPaid, productId: productIdOf(plan), currency };
  return { offer, order: { ...order, amountMinor: amountMinorOf(offer) } };
}

/**
 * The code that is spelled so and may lower this order, as Stripe has it now.
 * @throws Refusal one of `discount_…`
 */
export async function requireDiscount(
  { stripe, now }: Pick<SyncTools, "stripe" | "now">,
  code: string,
  order: Order,
): Promise<DiscountCode> {
  const { data } = await stripe.promotionCodes.list({ code, limit: 100, expand: expansionOf("data.") });
  const chosen = chooseDiscount(data.map(readDiscountCode), order, now());
  if ("refusal" in chosen) throw new Refusal(chosen.refusal);
  return chosen.code;
}

/** What shows that somebody did not know the code. */
const guesses = new Set<ErrorCode>([
  "discount_unknown",
  "discount_other_customer",
  "discount_ended",
  "discount_used_up",
]);

/**
 * Runs what a code is tried in, and counts it unless the code was right.
 * @throws Refusal `rate_limited` when there were too many
 */
export async function countingTries<T>(
  viewer: Viewer,
  address: string,
  attempt: () => Promise<T>,
): Promise<T> {
  const tries = triesOf("discount", viewer.profileId, address);
  await consumeKept(tries);
  try {
    const result = await attempt();
    await giveBack(tries);
    return result;
  } catch (error) {
    if (!(error instanceof Refusal && guesses.has(error.code))) await giveBack(tries);
    throw error;
  }
}
