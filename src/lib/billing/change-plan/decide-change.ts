import { parseTier, tierRank } from "#lib/entitlements/tiers.ts";
import type { SubscriptionRow } from "../mirror/subscription-row.ts";
import { type Interval, type PaidPlanName, plans } from "../plans.ts";

/** What somebody wants instead of what they have. To Free there is no interval. */
export type PaidTarget = { plan: PaidPlanName; interval: Interval };
export type Target = PaidTarget | { plan: "free" };

/** Why not; each has a sentence in messages under `billing.change.refused`. */
export type ChangeBar = "same_plan" | "canceling" | "payment_due" | "paused" | "change_pending";

export type Decision =
  /** Paid and done at once. */
  | { kind: "now"; target: PaidTarget }
  /** Done when the period that is paid for ends. */
  | { kind: "period_end"; target: PaidTarget }
  /** What was to come does not come. */
  | { kind: "take_back" }
  /** The plan ends with its period. */
  | { kind: "cancel" }
  | { kind: "refused"; reason: ChangeBar };

type Standing = Pick<SubscriptionRow, "status" | "tier" | "interval" | "cancelAt" | "details">;

/**
 * When a change takes effect: more is given at once, less at the end of what is paid for. Of the
 * same plan a year is more than a month; a higher plan is more whatever its interval.
 */
export function decideChange(standing: Standing, target: Target): Decision {
  if (target.plan === "free") return { kind: "cancel" };
  const reason = barOf(standing);
  if (reason !== null) return { kind: "refused", reason };
  const step = tierRank(plans[target.plan].tier) - rankOf(standing);
  if (step > 0) return { kind: "now", target };
  if (step < 0) return { kind: "period_end", target };
  if (standing.interval === target.interval) {
    if (standing.details.scheduledChange) return { kind: "take_back" };
    return { kind: "refused", reason: "same_plan" };
  }
  return { kind: target.interval === "year" ? "now" : "period_end", target };
}

function rankOf({ tier }: Standing): number {
  const known = parseTier(tier);
  return known === null ? -1 : tierRank(known);
}

/** What has to be settled before anything can be changed; null for nothing. */
export function barOf({ status, cancelAt, details }: Standing): ChangeBar | null {
  if (status === "paused") return "paused";
  // past_due, unpaid, and whatever Stripe may invent.
  if (status !== "active" && status !== "trialing") return "payment_due";
  if (details.pendingUpdateExpiresAt !== null) return "change_pending";
  return cancelAt === null ? null : "canceling";
}
