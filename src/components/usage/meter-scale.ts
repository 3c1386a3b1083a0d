export type MeterScale = {
  /** What the whole bar stands for. */
  end: number;
  /** The part of the bar that is used within the limit, from 0 to 1. */
  within: number;
  /** The part that is used beyond it. */
  beyond: number;
  /** Where the limit stands; 1 when the bar ends with it. */
  mark: number;
};

/** A bar that ends at the limit, or at what lies beyond it where something does. */
export function meterScale(used: number, limit: number, graceLimit: number | null): MeterScale {
  const end = used > limit ? Math.max(used, graceLimit ?? 0) : limit;
  return {
    end,
    within: Math.min(used, limit) / end,
    beyond: Math.max(0, used - limit) / end,
    mark: limit / end,
  };
}
