import type { Interval } from "#lib/billing/plans.ts";
import type { DiscountTerms } from "./discount-code.ts";

const monthsOf: Record<Interval, number> = { month: 1, year: 12 };

/**
 * After how many months the regular price is paid for the first time: with the first invoice that
 * the discount does not reach. Null where it never ends, or nobody knows when.
 */
export function regularAfterMonths(
  { duration, months }: Pick<DiscountTerms, "duration" | "months">,
  interval: Interval,
): number | null {
  const each = monthsOf[interval];
  if (duration === "once") return each;
  if (duration !== "repeating" || months === null) return null;
  return Math.ceil(months / each) * each;
}
