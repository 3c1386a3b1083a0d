import { type TrialFacts, trialEnd, trialTier } from "./fit-trial.ts";
import { givesAccess, type SubscriptionFact } from "./gives-access.ts";
import { highestTier, type Limits, limitsOf, type Tier, tierRank } from "./tiers.ts";

/** Reasons for access, the first of equals first. */
export const sources = ["subscription", "trial", "free"] as const;
export type Source = (typeof sources)[number];

/** What is known of a workspace that may give it access. */
export type AccessFacts = TrialFacts & { subscriptions: readonly SubscriptionFact[] };

export type Entitlements = {
  tier: Tier;
  source: Source;
  limits: Limits;
  /** A payment has failed, and access goes on until this instant unless it is made good. */
  graceUntil: Date | null;
  /** When the answer may next be another one; `null` when only an event can change it. */
  nextChangeAt: Date | null;
};

type Access = { tier: Tier; source: Source; graceUntil: Date | null };

/**
 * What a workspace may do at an instant: the highest tier among the live sources. Pure: expiry
 * needs no job to be right.
 * @param isGated false gives everybody Pro at least (`GATEKEEPER_ENABLED=false`)
 */
export function resolve(facts: AccessFacts, now: Date, isGated = true): Entitlements {
  const access = accessAt(facts, now);
  const tier = isGated ? access.tier : highestTier(access.tier, "premium");
  return {
    tier,
    source: access.source,
    limits: limitsOf(tier),
    graceUntil: access.graceUntil,
    nextChangeAt: nextChange(facts, access, now),
  };
}

function accessAt(facts: AccessFacts, now: Date): Access {
  const live: Access[] = facts.subscriptions
    .filter((subscription) => givesAccess(subscription, now))
    .map(({ tier, status, graceUntil }) => ({
      tier,
      source: "subscription",
      graceUntil: status === "past_due" ? graceUntil : null,
    }));
  const trialEndsAt = trialEnd(facts, facts.subscriptions, now);
  if (trialEndsAt !== null && trialEndsAt > now) {
    live.push({ tier: trialTier, source: "trial", graceUntil: null });
  }
  live.push({ tier: "starter", source: "free", graceUntil: null });
  return live.reduce((best, next) => (compare(next, best) < 0 ? next : best));
}

/** Below zero when `a` is the better reason: higher, or earlier in `sources`, or not in grace. */
function compare(a: Access, b: Access): number {
  return (
    tierRank(b.tier) - tierRank(a.tier) ||
    sources.indexOf(a.source) - sources.indexOf(b.source) ||
    graceRank(a) - graceRank(b)
  );
}

/** Paid first, then the grace that lasts longest. */
function graceRank({ graceUntil }: Access): number {
  return graceUntil === null ? Number.NEGATIVE_INFINITY : -graceUntil.getTime();
}

/** The first instant at which time alone makes the answer another one. */
function nextChange(facts: AccessFacts, current: Access, now: Date): Date | null {
  const { subscriptions } = facts;
  const instants = [trialEnd(facts, subscriptions, now), ...subscriptions.map(({ graceUntil }) => graceUntil)]
    .filter((instant): instant is Date => instant !== null && instant > now)
    .sort((a, b) => a.getTime() - b.getTime());
  return (
    instants.find((instant) => {
      const then = accessAt(facts, instant);
      return (
        then.tier !== current.tier ||
        then.source !== current.source ||
        then.graceUntil?.getTime() !== current.graceUntil?.getTime()
      );
    }) ?? null
  );
}
