import { givesAccess, type SubscriptionFact } from "./gives-access.ts";
import { type Tier, tierRank } from "./tiers.ts";

/** What the trial gives. A paid plan of the same tier or a higher one stops its clock. */
export const trialTier: Tier = "premium";

/** A trial either runs until an end, or lies in the bank while something paid gives as much. */
export type TrialFacts = { trialEndsAt: Date | null; trialBankedSeconds: number };

const longest = 2 ** 31 - 1;

function isAsGood({ tier }: SubscriptionFact): boolean {
  return tierRank(tier) >= tierRank(trialTier);
}

/** Whether something paid gives at least what the trial does. */
export function isPaidFor(subscriptions: readonly SubscriptionFact[], now: Date): boolean {
  return subscriptions.some((one) => isAsGood(one) && givesAccess(one, now));
}

/**
 * When the trial ends that runs at `now`, or ran last. Banked days go on at the instant in which a
 * grace ran out: the one way in which paid access ends without anybody writing it down.
 */
export function trialEnd(
  facts: TrialFacts,
  subscriptions: readonly SubscriptionFact[],
  now: Date,
): Date | null {
  const { trialEndsAt, trialBankedSeconds } = facts;
  if (trialBankedSeconds === 0 || isPaidFor(subscriptions, now)) return trialEndsAt;
  const ends = subscriptions
    .filter((one) => isAsGood(one) && one.status === "past_due")
    .flatMap(({ graceUntil }) => (graceUntil && graceUntil <= now ? [graceUntil.getTime()] : []));
  return ends.length === 0 ? trialEndsAt : after(Math.max(...ends), trialBankedSeconds);
}

function after(ms: number, seconds: number): Date {
  return new Date(ms + seconds * 1000);
}

/**
 * The trial as it has to be stored from `now` on. Whole seconds are banked, rounded down, so that
 * no number of purchases makes more of it than there was.
 * @param before what was paid until now
 * @param subscriptions what is paid from now on
 */
export function fitTrial(
  facts: TrialFacts,
  before: readonly SubscriptionFact[],
  subscriptions: readonly SubscriptionFact[],
  now: Date,
): TrialFacts {
  // First what time alone has done since it was last looked at.
  const endsAt = trialEnd(facts, before, now);
  const hasGoneOn = endsAt !== facts.trialEndsAt;
  const banked = hasGoneOn ? 0 : facts.trialBankedSeconds;
  if (!isPaidFor(subscriptions, now)) {
    return { trialEndsAt: banked > 0 ? after(now.getTime(), banked) : endsAt, trialBankedSeconds: 0 };
  }
  const left = endsAt === null ? 0 : Math.floor((endsAt.getTime() - now.getTime()) / 1000);
  if (left <= 0) return { trialEndsAt: endsAt, trialBankedSeconds: banked };
  return { trialEndsAt: null, trialBankedSeconds: Math.min(banked + left, longest) };
}
