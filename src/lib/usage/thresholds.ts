/** Shares of a limit, in percent, whose passing people are told of. */
export const thresholds = [80, 90, 100, 120] as const;
export type Threshold = (typeof thresholds)[number];

/** The highest one that was passed; none of what is unlimited, or not to be had at all. */
export function thresholdOf(used: number, limit: number | null): Threshold | null {
  if (limit === null || limit === 0) return null;
  return thresholds.findLast((threshold) => used * 100 >= limit * threshold) ?? null;
}
