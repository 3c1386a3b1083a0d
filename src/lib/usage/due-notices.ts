import { isHeld, type Meter } from "./meters.ts";
import type { Period } from "./period.ts";
import type { QuotaState } from "./quota.ts";
import type { Threshold } from "./thresholds.ts";

/** A notice that was given. */
export type Noticed = { meter: string; periodStart: Date; threshold: number };

export type DueNotice = {
  notice: QuotaState & { limit: number; threshold: Threshold };
  /** It was told in a period before and is as it was: noted down for this one, and not told again. */
  isTold: boolean;
};

/**
 * What is to be told of a period: of each meter the highest threshold passed, unless that or a
 * higher one was told. Those below it are skipped.
 * @param noticed the notices of this period and of the one before
 */
export function dueNotices(
  meters: readonly (QuotaState & { threshold: Threshold | null })[],
  noticed: readonly Noticed[],
  { start }: Period,
): DueNotice[] {
  const highest = (wanted: Meter, isRunning: boolean) =>
    noticed
      .filter(({ meter, periodStart }) => meter === wanted && periodStart >= start === isRunning)
      .reduce((most, { threshold }) => Math.max(most, threshold), 0);
  return meters.flatMap((state) => {
    const { meter, limit, threshold } = state;
    if (limit === null || threshold === null || threshold <= highest(meter, true)) return [];
    if (isHeld(meter) && !isNews(state.used, limit)) return [];
    return [
      { notice: { ...state, limit, threshold }, isTold: isHeld(meter) && threshold <= highest(meter, false) },
    ];
  });
}

/** Who is alone is always all that one may be; and what is beyond was lost by a downgrade, which tells it. */
function isNews(held: number, limit: number): boolean {
  return limit > 1 && held <= limit;
}
