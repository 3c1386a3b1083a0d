import { fitGivenTime, type GivenTime, isPaidFor } from "#lib/entitlements/given-time.ts";
import type { SubscriptionFact } from "#lib/entitlements/gives-access.ts";
import { dayMs, secondMs } from "#shared/time.ts";

/** A count of seconds that the database can hold. */
const longestSeconds = 2 ** 31 - 1;
const daySeconds = dayMs / secondMs;

const later = (instant: Date, seconds: number) => new Date(instant.getTime() + seconds * secondMs);

/**
 * The given time with so many promo days more: after those that run, or into the bank while a trial
 * or what is paid holds their clock.
 * @param facts the stored given time
 * @returns the given time as it has to be stored
 */
export function addPromoDays(
  facts: GivenTime,
  subscriptions: readonly SubscriptionFact[],
  days: number,
  now: Date,
): GivenTime {
  const given = fitGivenTime(facts, subscriptions, subscriptions, now);
  const seconds = days * daySeconds;
  if (isHeld(given, subscriptions, now)) {
    const promoBankedSeconds = Math.min(given.promoBankedSeconds + seconds, longestSeconds);
    return { ...given, promoEndsAt: null, promoBankedSeconds };
  }
  const { promoEndsAt } = given;
  const from = promoEndsAt !== null && promoEndsAt > now ? promoEndsAt : now;
  return { ...given, promoEndsAt: later(from, seconds), promoBankedSeconds: 0 };
}

function isHeld(given: GivenTime, subscriptions: readonly SubscriptionFact[], now: Date): boolean {
  return isPaidFor(subscriptions, now) || isTrialRunning(given, now);
}

function isTrialRunning({ trialEndsAt }: GivenTime, now: Date): boolean {
  return trialEndsAt !== null && trialEndsAt > now;
}

/** When promo days run, as far as it is known. */
export type PromoSpan = {
  /** How many are left, begun ones counted. */
  daysLeft: number;
  /** When all of them are over; null while an end that nobody knows has to come first. */
  expiresAt: Date | null;
  /** Whether they wait for the end of the trial or of what is paid. */
  isBanked: boolean;
  /** Until when they wait; null where that is not known, or they do not wait. */
  bankedUntil: Date | null;
};

/**
 * When the promo days run that are stored, if nobody buys or cancels anything.
 * @param paidUntil when what is paid ends; null while it goes on
 */
export function foreseePromoDays(
  facts: GivenTime,
  subscriptions: readonly SubscriptionFact[],
  paidUntil: Date | null,
  now: Date,
): PromoSpan {
  const given = fitGivenTime(facts, subscriptions, subscriptions, now);
  if (!isHeld(given, subscriptions, now)) {
    const { promoEndsAt } = given;
    const leftMs = promoEndsAt === null ? 0 : Math.max(0, promoEndsAt.getTime() - now.getTime());
    return {
      daysLeft: Math.ceil(leftMs / dayMs),
      expiresAt: promoEndsAt,
      isBanked: false,
      bankedUntil: null,
    };
  }
  const trialEnd = isPaidFor(subscriptions, now)
    ? paidUntil && later(paidUntil, given.trialBankedSeconds)
    : given.trialEndsAt;
  return {
    daysLeft: Math.ceil(given.promoBankedSeconds / daySeconds),
    expiresAt: trialEnd && later(trialEnd, given.promoBankedSeconds),
    isBanked: true,
    bankedUntil: trialEnd,
  };
}
