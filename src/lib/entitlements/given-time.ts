import { type Clock, clockEnd, fitClock, type Hold } from "./clock.ts";
import { givesAccess, type SubscriptionFact } from "./gives-access.ts";
import { type Tier, tierRank } from "./tiers.ts";

/** What given time gives. A paid plan of the same tier or a higher one stops its clocks. */
export const givenTier: Tier = "premium";

export type TrialFacts = { trialEndsAt: Date | null; trialBankedSeconds: number };

/** The trial, and after it what promo codes gave, all of them on one clock. */
export type GivenTime = TrialFacts & { promoEndsAt: Date | null; promoBankedSeconds: number };

export const noGivenTime: GivenTime = {
  trialEndsAt: null,
  trialBankedSeconds: 0,
  promoEndsAt: null,
  promoBankedSeconds: 0,
};

const trialClock = ({ trialEndsAt, trialBankedSeconds }: TrialFacts): Clock => ({
  endsAt: trialEndsAt,
  bankedSeconds: trialBankedSeconds,
});
const promoClock = ({ promoEndsAt, promoBankedSeconds }: GivenTime): Clock => ({
  endsAt: promoEndsAt,
  bankedSeconds: promoBankedSeconds,
});

function isAsGood({ tier }: SubscriptionFact): boolean {
  return tier !== null && tierRank(tier) >= tierRank(givenTier);
}

/** Whether something paid gives at least what given time does. */
export function isPaidFor(subscriptions: readonly SubscriptionFact[], now: Date): boolean {
  return subscriptions.some((one) => isAsGood(one) && givesAccess(one, now));
}

/**
 * What is paid holds the clocks; the end of a grace frees them: the one way in which paid access
 * ends without anybody writing it down.
 */
function paidHold(subscriptions: readonly SubscriptionFact[], now: Date): Hold {
  if (subscriptions.length === 0) return { isHeld: false, freedAt: null };
  if (isPaidFor(subscriptions, now)) return { isHeld: true, freedAt: null };
  const ends = subscriptions
    .filter((one) => isAsGood(one) && one.status === "past_due")
    .flatMap(({ graceUntil }) => (graceUntil && graceUntil <= now ? [graceUntil.getTime()] : []));
  return { isHeld: false, freedAt: ends.length === 0 ? null : new Date(Math.max(...ends)) };
}

/** A running trial holds the promo days, too; its end frees them. */
function promoHold(paid: Hold, trialEndsAt: Date | null, now: Date): Hold {
  if (paid.isHeld || (trialEndsAt !== null && trialEndsAt > now)) return { isHeld: true, freedAt: null };
  const ends = [paid.freedAt, trialEndsAt].flatMap((instant) => instant?.getTime() ?? []);
  return { isHeld: false, freedAt: ends.length === 0 ? null : new Date(Math.max(...ends)) };
}

export type GivenEnds = { trialEndsAt: Date | null; promoEndsAt: Date | null };

/** When the trial and the promo days end that run at `now`, or ran last. */
export function givenEnds(
  facts: GivenTime,
  subscriptions: readonly SubscriptionFact[],
  now: Date,
): GivenEnds {
  const hold = paidHold(subscriptions, now);
  const trialEndsAt = clockEnd(trialClock(facts), hold);
  return { trialEndsAt, promoEndsAt: clockEnd(promoClock(facts), promoHold(hold, trialEndsAt, now)) };
}

/**
 * The given time as it has to be stored from `now` on.
 * @param before what was paid until now
 * @param subscriptions what is paid from now on
 */
export function fitGivenTime(
  facts: GivenTime,
  before: readonly SubscriptionFact[],
  subscriptions: readonly SubscriptionFact[],
  now: Date,
): GivenTime {
  const held = paidHold(before, now);
  const hold = paidHold(subscriptions, now);
  const trial = fitClock(trialClock(facts), held, hold, now);
  const promo = fitClock(
    promoClock(facts),
    promoHold(held, clockEnd(trialClock(facts), held), now),
    promoHold(hold, trial.endsAt, now),
    now,
  );
  return {
    trialEndsAt: trial.endsAt,
    trialBankedSeconds: trial.bankedSeconds,
    promoEndsAt: promo.endsAt,
    promoBankedSeconds: promo.bankedSeconds,
  };
}
