import type { OverrideFact } from "./apply-overrides.ts";
import { isLiveOverride } from "./apply-overrides.ts";
import { type AccessFacts, type Entitlements, resolve, type Source } from "./resolve.ts";
import { type Feature, featuresOf, type Tier, tiers } from "./tiers.ts";

/** Why a feature is open or not; the words stand in messages. */
export const accessReasons = ["included", "granted", "denied", "tier_too_low"] as const;
export type AccessReason = (typeof accessReasons)[number];

export type FeatureAccess = {
  canAccess: boolean;
  tier: Tier;
  /** The lowest tier that has the feature. */
  requiredTier: Tier;
  source: Source;
  /** A payment has failed, and access goes on for a while. */
  gracePeriod: boolean;
  reason: AccessReason;
};

/** Whether a feature is open at an instant, and why. */
export function checkAccess(facts: AccessFacts, feature: Feature, now: Date, isGated = true): FeatureAccess {
  const entitlements = resolve(facts, now, isGated);
  const { tier, source, graceUntil } = entitlements;
  return {
    canAccess: entitlements.features.includes(feature),
    tier,
    requiredTier: lowestTierWith(feature),
    source,
    gracePeriod: graceUntil !== null,
    reason: reasonOf(entitlements, facts.overrides, feature, now),
  };
}

function reasonOf(
  { tier, features }: Entitlements,
  overrides: readonly OverrideFact[],
  feature: Feature,
  now: Date,
): AccessReason {
  const isIncluded = featuresOf(tier).includes(feature);
  if (features.includes(feature)) return isIncluded ? "included" : "granted";
  const isDenied = overrides.some(
    (one) => "feature" in one && one.feature === feature && one.effect === "deny" && isLiveOverride(one, now),
  );
  return isDenied ? "denied" : "tier_too_low";
}

export function lowestTierWith(feature: Feature): Tier {
  return tiers.find((tier) => featuresOf(tier).includes(feature)) ?? "enterprise";
}
