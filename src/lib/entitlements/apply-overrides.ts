import {
  type Feature,
  features,
  featuresOf,
  higherLimit,
  type LimitName,
  type Limits,
  limitsOf,
  lowerLimit,
  type Tier,
} from "./tiers.ts";

export const effects = ["grant", "deny"] as const;
export type Effect = (typeof effects)[number];

/**
 * An explicit word on one feature or one limit, about the workspace or about the person who asks.
 * A granted limit is so much at least, a denied one so much at most: a gift to somebody on Free
 * does not shrink the plan that they buy later.
 */
export type OverrideFact = {
  effect: Effect;
  subject: "workspace" | "profile";
  endsAt: Date | null;
} & ({ feature: Feature } | { limit: LimitName; value: number | null });

export type Allowed = {
  features: readonly Feature[];
  /** Features that a live override denies, whether or not the tier has them. */
  denied: readonly Feature[];
  limits: Limits;
};

export function isLiveOverride({ endsAt }: OverrideFact, now: Date): boolean {
  return endsAt === null || endsAt > now;
}

/** What a tier allows after the live overrides: a denial beats a grant, of two limits the lower holds. */
export function applyOverrides(tier: Tier, overrides: readonly OverrideFact[], now: Date): Allowed {
  const live = overrides.filter((one) => isLiveOverride(one, now));
  if (live.length === 0) return { features: featuresOf(tier), denied: [], limits: limitsOf(tier) };
  const has = (feature: Feature, effect: Effect) =>
    live.some((one) => "feature" in one && one.feature === feature && one.effect === effect);
  const given = featuresOf(tier);
  return {
    features: features.filter(
      (feature) => !has(feature, "deny") && (given.includes(feature) || has(feature, "grant")),
    ),
    denied: features.filter((feature) => has(feature, "deny")),
    limits: overriddenLimits(limitsOf(tier), live),
  };
}

function overriddenLimits(limits: Limits, live: readonly OverrideFact[]): Limits {
  const changed: Record<LimitName, number | null> = { ...limits };
  const lowest = new Map<string, number | null>();
  const named = live.flatMap((one) => ("limit" in one ? [one] : []));
  for (const { effect, limit, value } of named) {
    const key = `${effect}:${limit}`;
    lowest.set(key, lowerLimit(value, lowest.get(key) ?? null));
  }
  for (const { limit } of named) {
    const granted = lowest.get(`grant:${limit}`);
    const most = lowest.get(`deny:${limit}`);
    const raised = granted === undefined ? limits[limit] : higherLimit(limits[limit], granted);
    changed[limit] = most === undefined ? raised : lowerLimit(raised, most);
  }
  return changed;
}
