import { type PlanName, plans } from "#lib/billing/plans.ts";
import { type FeatureAction, featureGates } from "#lib/entitlements/gates.ts";
import { type Feature, featuresOf } from "#lib/entitlements/tiers.ts";
import { type CountedMeter, countedMeters } from "#lib/usage/meters.ts";
import { quotaLimit } from "#lib/usage/quota.ts";

type UsableFeature = (typeof featureGates)[FeatureAction];
type MonthlyMeter = "trackedScans" | CountedMeter;

const monthlyMeters: readonly MonthlyMeter[] = ["trackedScans", ...countedMeters];

/** What a plan switches on and a smaller one does not; what no gate opens is not there to be used yet. */
export function featuresAdded(name: PlanName, smaller: PlanName | null): UsableFeature[] {
  const had = smaller === null ? [] : featuresOf(plans[smaller].tier);
  return featuresOf(plans[name].tier)
    .filter(isUsable)
    .filter((feature) => !had.includes(feature));
}

const usable: readonly Feature[] = Object.values(featureGates);
const isUsable = (feature: Feature): feature is UsableFeature => usable.includes(feature);

export type MonthlyLimit = {
  meter: MonthlyMeter;
  /** `null` is unlimited, 0 is none. */
  limit: number | null;
};

/** How much of what is counted by the month a plan allows. */
export function monthlyLimits(name: PlanName): MonthlyLimit[] {
  const { tier, limits } = plans[name];
  const allowance = { features: featuresOf(tier), limits };
  return monthlyMeters.map((meter) => ({ meter, limit: quotaLimit(meter, allowance) }));
}
