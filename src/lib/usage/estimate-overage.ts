import { overagePrices } from "#lib/billing/overage-prices.ts";
import type { Currency, PlanName } from "#lib/billing/plans.ts";
import type { Meter } from "./meters.ts";

/** Whole amounts in minor units of the currency. */
export type Overage = {
  currency: Currency;
  /** `units` is how many were used beyond the limit. */
  lines: { meter: Meter; units: number; amountMinor: number }[];
  totalMinor: number;
};

/** What is used beyond the limits, at the plan's prices: an estimate that nobody is charged. */
export function estimateOverage(
  plan: PlanName,
  currency: Currency,
  used: readonly { meter: Meter; used: number; limit: number | null }[],
): Overage {
  const lines = used.flatMap(({ meter, used, limit }) => {
    const price = overagePrices[plan][meter];
    if (price === undefined || limit === null || used <= limit) return [];
    const units = used - limit;
    return [{ meter, units, amountMinor: Math.ceil(units / price.units) * price.amountMinor[currency] }];
  });
  return { currency, lines, totalMinor: lines.reduce((total, { amountMinor }) => total + amountMinor, 0) };
}
