import { parseTier } from "#lib/entitlements/tiers.ts";
import type { SubscriptionRow } from "./mirror/subscription-row.ts";
import { amountMinorOf, currencies, intervals, planOfTier } from "./plans.ts";

/** @property amountMinor null where a discount or a price that we do not know decides it */
export type NextCharge = { at: Date; amountMinor: number | null; currency: string };

/** What is taken next and when, or null when nothing is: the plan ends, is paused or waits for payment. */
export function findNextCharge(subscription: SubscriptionRow): NextCharge | null {
  const { status, cancelAt, periodEnd, currency, details } = subscription;
  if ((status !== "active" && status !== "trialing") || cancelAt !== null || periodEnd === null) return null;
  const isDiscounted = details.discountIds.length > 0;
  return { at: periodEnd, amountMinor: isDiscounted ? null : comingAmount(subscription), currency };
}

function comingAmount({ amountMinor, quantity, currency: paidIn, details }: SubscriptionRow): number | null {
  const { scheduledChange } = details;
  // The row's amount is that of all of them.
  if (!scheduledChange) return amountMinor;
  const tier = parseTier(scheduledChange.tier);
  const plan = tier && planOfTier(tier)?.name;
  const interval = intervals.find((one) => one === scheduledChange.interval);
  const currency = currencies.find((one) => one === paidIn);
  if (!plan || plan === "free" || !interval || !currency) return null;
  return amountMinorOf({ plan, interval, currency }) * quantity;
}
