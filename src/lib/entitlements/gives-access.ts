import type { Tier } from "./tiers.ts";

/** A subscription as it was when Stripe was last read. */
export type SubscriptionFact = {
  /** What its price gives; one that is not ours gives nothing. */
  tier: Tier | null;
  /** Stripe's word. One that is not known here gives nothing. */
  status: string;
  /** Until when a failed payment changes nothing. */
  graceUntil: Date | null;
};

/**
 * Whether a subscription gives access now. Cancelling changes nothing until Stripe ends it, at
 * the end of the period.
 * @see https://docs.stripe.com/billing/subscriptions/webhooks
 */
export function givesAccess(subscription: Omit<SubscriptionFact, "tier">, now: Date): boolean {
  switch (subscription.status) {
    case "active":
    case "trialing":
      return true;
    case "past_due":
      return subscription.graceUntil !== null && subscription.graceUntil > now;
    // incomplete, incomplete_expired, unpaid, paused, canceled, and whatever Stripe may invent.
    default:
      return false;
  }
}
