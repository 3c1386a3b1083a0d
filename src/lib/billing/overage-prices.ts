import type { LimitName } from "#lib/entitlements/tiers.ts";
import type { Currency, PlanName } from "./plans.ts";

/** What so many units beyond a limit cost, in minor units of the currency; a part counts as a whole. */
export type OveragePrice = { units: number; amountMinor: Record<Currency, number> };

const each = (units: number, usd: number, eur: number, pln: number): OveragePrice => ({
  units,
  amountMinor: { usd, eur, pln },
});

/** The price list of what is used beyond a plan's limits; what is not in it cannot be had beyond them. */
export const overagePrices: Record<PlanName, Partial<Record<LimitName, OveragePrice>>> = {
  free: {},
  pro: {
    trackedScans: each(10_000, 100, 90, 400),
    analyticsQueries: each(1_000, 100, 90, 400),
    exports: each(10, 100, 90, 400),
    apiCalls: each(1_000, 100, 90, 400),
  },
  enterprise: {},
};
