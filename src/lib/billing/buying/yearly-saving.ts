import { amountMinorOf, type Currency, type PaidPlanName } from "../plans.ts";

const monthsPerYear = 12;

/** What paying a year at once saves against twelve months, in minor units. */
export function yearlySavingMinor(plan: PaidPlanName, currency: Currency): number {
  const month = amountMinorOf({ plan, interval: "month", currency });
  return month * monthsPerYear - amountMinorOf({ plan, interval: "year", currency });
}
