import { type Allowed, applyOverrides, isLiveOverride, type OverrideFact } from "./apply-overrides.ts";
import { type GivenTime, givenEnds, givenTier, noGivenTime } from "./given-time.ts";
import { givesAccess, type SubscriptionFact } from "./gives-access.ts";
import { highestTier, type Tier, tierRank } from "./tiers.ts";

/** Reasons for access, the first of equals first. */
export const sources = ["waiver", "subscription", "boost", "promo", "trial", "free"] as const;
export type Source = (typeof sources)[number];

/** Why a source is the one that counts, or is not; the words stand in messages. */
export const verdicts = [
  "wins",
  /** Live, but another one gives a higher tier. */
  "outranked",
  /** Live and as high, but another one comes first. */
  "tied",
  "ended",
  /** Stripe's status of it gives nothing. */
  "no_access",
  "grace_over",
  /** Time that waits until what is paid, or the trial, is over. */
  "banked",
  "unknown_tier",
] as const;
export type Verdict = (typeof verdicts)[number];

/** A tier that something else decides on: a waiver of the platform's, a level of boosts. */
export type GrantFact = { tier: Tier | null; endsAt: Date | null };

/** What is known of a workspace, and of the person who asks, that may give or take access. */
export type AccessFacts = GivenTime & {
  subscriptions: readonly SubscriptionFact[];
  waivers: readonly GrantFact[];
  boosts: readonly GrantFact[];
  overrides: readonly OverrideFact[];
};

/** Nothing known: Free. */
export const noFacts: AccessFacts = {
  ...noGivenTime,
  subscriptions: [],
  waivers: [],
  boosts: [],
  overrides: [],
};

/** One source that was looked at. `endsAt` is null for what has no end, or none that is known yet. */
export type Considered = { source: Source; tier: Tier | null; verdict: Verdict; endsAt: Date | null };

export type Entitlements = Allowed & {
  tier: Tier;
  source: Source;
  /** A payment has failed, and access goes on until this instant unless it is made good. */
  graceUntil: Date | null;
  /** When the source that counts ends by itself; null for one that an event has to end. */
  expiresAt: Date | null;
  /** Until when nothing of this answer changes by itself; null when only an event can change it. */
  nextChangeAt: Date | null;
  /** Every source that was looked at, in the order in which equals count. */
  considered: readonly Considered[];
};

/** A source before it is compared with the others. */
type Candidate = {
  source: Source;
  tier: Tier | null;
  endsAt: Date | null;
  graceUntil: Date | null;
  /** Why it gives nothing; null when it is live. */
  flaw: Verdict | null;
};
type Live = Candidate & { tier: Tier };

const free: Live = { source: "free", tier: "starter", endsAt: null, graceUntil: null, flaw: null };

/**
 * What a workspace may do at an instant: the highest tier among the live sources, then the
 * overrides. Pure: expiry needs no job to be right.
 * @param isGated false gives everybody Pro at least (`GATEKEEPER_ENABLED=false`)
 */
export function resolve(facts: AccessFacts, now: Date, isGated = true): Entitlements {
  const candidates = listCandidates(facts, now);
  const best = candidates.filter(isLive).reduce((a, b) => (compare(b, a) < 0 ? b : a), free);
  const tier = isGated ? best.tier : highestTier(best.tier, "premium");
  return {
    tier,
    source: best.source,
    ...applyOverrides(tier, facts.overrides, now),
    graceUntil: best.graceUntil,
    expiresAt: best.endsAt,
    nextChangeAt: nextChange(candidates, facts.overrides, now),
    considered: candidates.map((candidate) => judge(candidate, best)),
  };
}

function listCandidates(facts: AccessFacts, now: Date): Candidate[] {
  const { trialEndsAt, promoEndsAt } = givenEnds(facts, facts.subscriptions, now);
  return [
    ...facts.waivers.map((one) => grantCandidate("waiver", one, now)),
    ...facts.subscriptions.map((one) => subscriptionCandidate(one, now)).sort(compareAny),
    ...facts.boosts.map((one) => grantCandidate("boost", one, now)),
    ...givenCandidates("promo", promoEndsAt, facts.promoBankedSeconds, now),
    ...givenCandidates("trial", trialEndsAt, facts.trialBankedSeconds, now),
    free,
  ];
}

function grantCandidate(source: Source, { tier, endsAt }: GrantFact, now: Date): Candidate {
  const flaw = tier === null ? "unknown_tier" : endsAt !== null && endsAt <= now ? "ended" : null;
  return { source, tier, endsAt, graceUntil: null, flaw };
}

function subscriptionCandidate(fact: SubscriptionFact, now: Date): Candidate {
  const { tier, status } = fact;
  const graceUntil = status === "past_due" ? fact.graceUntil : null;
  const failed = graceUntil === null ? "no_access" : "grace_over";
  const flaw = tier === null ? "unknown_tier" : givesAccess(fact, now) ? null : failed;
  return { source: "subscription", tier, endsAt: graceUntil, graceUntil, flaw };
}

/** None at all for a workspace that never had any. */
function givenCandidates(source: Source, endsAt: Date | null, banked: number, now: Date): Candidate[] {
  if (endsAt === null && banked === 0) return [];
  const flaw = endsAt === null ? "banked" : endsAt <= now ? "ended" : null;
  return [{ source, tier: givenTier, endsAt, graceUntil: null, flaw }];
}

function isLive(candidate: Candidate): candidate is Live {
  return candidate.flaw === null;
}

/** Below zero when `a` is the better reason: higher, or earlier in `sources`, or without an end, or lasting longer. */
function compare(a: Live, b: Live): number {
  return (
    tierRank(b.tier) - tierRank(a.tier) ||
    sources.indexOf(a.source) - sources.indexOf(b.source) ||
    lasting(b) - lasting(a)
  );
}

/** Puts subscriptions in an order of their own, whatever order they were read in. */
function compareAny(a: Candidate, b: Candidate): number {
  if (isLive(a) && isLive(b)) return compare(a, b);
  return (
    Number(b.flaw === null) - Number(a.flaw === null) ||
    (b.tier === null ? -1 : tierRank(b.tier)) - (a.tier === null ? -1 : tierRank(a.tier)) ||
    (a.endsAt?.getTime() ?? 0) - (b.endsAt?.getTime() ?? 0) ||
    String(a.flaw).localeCompare(String(b.flaw))
  );
}

const lasting = ({ endsAt }: Live): number => endsAt?.getTime() ?? Number.MAX_SAFE_INTEGER;

function judge(candidate: Candidate, best: Live): Considered {
  const { source, tier, endsAt, flaw } = candidate;
  const place = tier === best.tier ? "tied" : "outranked";
  return { source, tier, endsAt, verdict: candidate === best ? "wins" : (flaw ?? place) };
}

/** The first instant at which time alone changes anything of the answer. */
function nextChange(
  candidates: readonly Candidate[],
  overrides: readonly OverrideFact[],
  now: Date,
): Date | null {
  const live = [...candidates.filter(isLive), ...overrides.filter((one) => isLiveOverride(one, now))];
  let first: Date | null = null;
  for (const { endsAt } of live) {
    if (endsAt !== null && (first === null || endsAt < first)) first = endsAt;
  }
  return first;
}
