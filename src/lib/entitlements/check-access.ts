import type { Entitlements, Source } from "./resolve.ts";
import { type Feature, featuresOf, type LimitName, limitsOf, lowerLimit, type Tier, tiers } from "./tiers.ts";

/** Why a feature is open or not; the words stand in messages. */
export const accessReasons = ["included", "granted", "denied", "tier_too_low"] as const;
export type AccessReason = (typeof accessReasons)[number];

export type FeatureVerdict = {
  canAccess: boolean;
  tier: Tier;
  /** The lowest tier that has the feature; null where it is denied, which no tier changes. */
  requiredTier: Tier | null;
  source: Source;
  /** A payment has failed, and access goes on for a while. */
  gracePeriod: boolean;
  reason: AccessReason;
};

/** Whether a feature is open, and why. */
export function judgeAccess(entitlements: Entitlements, feature: Feature): FeatureVerdict {
  const { tier, source, graceUntil } = entitlements;
  const reason = reasonOf(entitlements, feature);
  return {
    canAccess: reason === "included" || reason === "granted",
    tier,
    requiredTier: reason === "denied" ? null : lowestTierWith(feature),
    source,
    gracePeriod: graceUntil !== null,
    reason,
  };
}

function reasonOf({ tier, features, denied }: Entitlements, feature: Feature): AccessReason {
  if (denied.includes(feature)) return "denied";
  if (!features.includes(feature)) return "tier_too_low";
  return featuresOf(tier).includes(feature) ? "included" : "granted";
}

export function lowestTierWith(feature: Feature): Tier {
  return tiers.find((tier) => featuresOf(tier).includes(feature)) ?? "enterprise";
}

/** The lowest tier that allows more of something than there is now; null where a denial holds it down. */
export function lowestTierWithMore({ tier, limits }: Entitlements, name: LimitName): Tier | null {
  const allows = (one: Tier) => lowerLimit(limitsOf(one)[name], limits[name]) !== limitsOf(one)[name];
  return allows(tier) ? null : (tiers.find(allows) ?? null);
}
