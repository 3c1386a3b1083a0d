import type { Feature, LimitName } from "#lib/entitlements/tiers.ts";

/** What is counted one by one as it is used. */
export const countedMeters = ["analyticsQueries", "exports", "apiCalls"] as const;
export type CountedMeter = (typeof countedMeters)[number];

/** Every kind of usage that is measured, in the order in which it is shown; the names are those of limits. */
export const meters = [
  "activeCodes",
  "trackedScans",
  ...countedMeters,
  "members",
] as const satisfies readonly LimitName[];
export type Meter = (typeof meters)[number];

/** What has to be open for there to be any of it. */
export const meterFeatures: Partial<Record<Meter, Feature>> = {
  analyticsQueries: "detailed_analytics",
  exports: "csv_export",
  apiCalls: "api_access",
};

/** What a workspace holds at any time, instead of using it up: no period, no grace, no overage. */
export function isHeld(meter: Meter): meter is "activeCodes" | "members" {
  return meter === "activeCodes" || meter === "members";
}
