import { judgeAccess } from "#lib/entitlements/check-access.ts";
import { type FeatureAction, featureGates } from "#lib/entitlements/gates.ts";
import type { Entitlements } from "#lib/entitlements/resolve.ts";
import { tierRank } from "#lib/entitlements/tiers.ts";
import { type PaidPlanName, paidPlanNames, plans } from "./plans.ts";

/** What a page shows as closed: the cheapest plan that opens it, null where it is denied to everybody. */
export type ClosedGate = { plan: PaidPlanName | null };

/** @returns null for what is open */
export function findClosedGate(entitlements: Entitlements, action: FeatureAction): ClosedGate | null {
  const { canAccess, requiredTier } = judgeAccess(entitlements, featureGates[action]);
  if (canAccess) return null;
  if (requiredTier === null) return { plan: null };
  const plan = paidPlanNames.find((name) => tierRank(plans[name].tier) >= tierRank(requiredTier));
  return { plan: plan ?? null };
}
