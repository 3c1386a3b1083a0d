import type { Currency, PaidPlanName } from "#lib/billing/plans.ts";

/** The names of the fields that hold a sum in each currency. */
export const sumFields = {
  off: { usd: "offUsd", eur: "offEur", pln: "offPln" },
  minimum: { usd: "minimumUsd", eur: "minimumEur", pln: "minimumPln" },
} as const satisfies Record<string, Record<Currency, string>>;

/** The name of the box that stands for a plan. */
export const planFields = { pro: "planPro", enterprise: "planEnterprise" } as const satisfies Record<
  PaidPlanName,
  string
>;
