import { type Limits, limitsOf, type Tier } from "./tiers.ts";

export type Source = "trial" | "free";

/** What is known of a workspace that may give it access. */
export type AccessFacts = { trialEndsAt: Date | null };

export type Entitlements = {
  tier: Tier;
  source: Source;
  limits: Limits;
  /** When the answer may next be another one; `null` when only an event can change it. */
  nextChangeAt: Date | null;
};

/**
 * What a workspace may do at an instant. Pure: expiry needs no job to be right.
 * @param isGated false gives everybody Pro (`GATEKEEPER_ENABLED=false`)
 */
export function resolve(facts: AccessFacts, now: Date, isGated = true): Entitlements {
  const isTrialing = facts.trialEndsAt !== null && facts.trialEndsAt > now;
  const tier: Tier = isTrialing || !isGated ? "premium" : "starter";
  return {
    tier,
    source: isTrialing ? "trial" : "free",
    limits: limitsOf(tier),
    nextChangeAt: isTrialing ? facts.trialEndsAt : null,
  };
}
