import type { Entitlements } from "#lib/entitlements/resolve.ts";
import { dayMs } from "#shared/time.ts";
import { isHeld, type Meter, meterFeatures } from "./meters.ts";
import type { Period } from "./period.ts";

/** How far beyond a limit, in percent of it, and for how long something still works. */
const graceUpTo = 120;
const graceMs = 7 * dayMs;

export type QuotaState = {
  meter: Meter;
  used: number;
  /** `null` is unlimited, 0 is none: also while the feature that it belongs to is closed. */
  limit: number | null;
  /** What becomes of the next use: taken, taken for a while yet, or refused. */
  state: "open" | "grace" | "blocked";
  /** While in grace: how many are taken in all, and until when; whichever comes first. */
  graceLimit: number | null;
  graceEndsAt: Date | null;
  period: Period;
};

/** What is known of a meter in a period. */
export type Usage = {
  meter: Meter;
  used: number;
  /** Since when the limit is reached; null also when nobody has noticed yet: then it is now. */
  limitReachedAt: Date | null;
  period: Period;
};

type Allowance = Pick<Entitlements, "features" | "limits">;

/** How much of a meter there may be; none while its feature is closed. */
export function quotaLimit(meter: Meter, { features, limits }: Allowance): number | null {
  const feature = meterFeatures[meter];
  return feature === undefined || features.includes(feature) ? limits[meter] : 0;
}

/** How many are taken in all, the grace included. What is held has none. */
export function graceLimitOf(meter: Meter, limit: number): number {
  return isHeld(meter) ? limit : Math.floor((limit * graceUpTo) / 100);
}

/** Until when what is beyond a limit is taken that was reached at an instant. */
export function graceEndOf(limitReachedAt: Date): Date {
  return new Date(limitReachedAt.getTime() + graceMs);
}

/** Where a meter stands at an instant. */
export function judgeQuota(
  { meter, used, limitReachedAt, period }: Usage,
  limit: number | null,
  now: Date,
): QuotaState {
  const closed = { meter, used, limit, graceLimit: null, graceEndsAt: null, period };
  if (limit === null || used < limit) return { ...closed, state: "open" };
  const graceLimit = graceLimitOf(meter, limit);
  const graceEndsAt = graceEndOf(limitReachedAt ?? now);
  if (used >= graceLimit || now >= graceEndsAt) return { ...closed, state: "blocked" };
  return { ...closed, state: "grace", graceLimit, graceEndsAt };
}
