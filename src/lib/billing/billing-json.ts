import type { BillingState } from "./subscription.ts";

/** The answer of the API; instants as ISO strings, sums in minor units. */
export function billingJson({ access, subscription }: BillingState) {
  return {
    tier: access.tier,
    source: access.source,
    graceUntil: access.graceUntil,
    nextChangeAt: access.nextChangeAt,
    subscription: subscription && {
      status: subscription.status,
      tier: subscription.tier,
      interval: subscription.interval,
      currency: subscription.currency,
      amountMinor: subscription.amountMinor,
      periodStart: subscription.periodStart,
      periodEnd: subscription.periodEnd,
      cancelAt: subscription.cancelAt,
    },
  };
}
