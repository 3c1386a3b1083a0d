import type { Entitlements } from "./resolve.ts";
import { type Limits, tierRank } from "./tiers.ts";

/** Whether Pro or more is open, however it came about. */
export function isPro({ tier }: Pick<Entitlements, "tier">): boolean {
  return tierRank(tier) >= tierRank("premium");
}

/** Whether access comes from the trial: a paid plan ends that. */
export function isTrialing({ source }: Pick<Entitlements, "source">): boolean {
  return source === "trial";
}

/** When the trial ends that gives access now, also one that went on after a paid plan; null for none. */
export function trialEndsAt({ source, expiresAt }: Pick<Entitlements, "source" | "expiresAt">): Date | null {
  return source === "trial" ? expiresAt : null;
}

/** Whether one more code may be made by a workspace that holds so many, paused ones counted. */
export function canCreateQrCode({ limits }: { limits: Pick<Limits, "activeCodes"> }, held: number): boolean {
  return limits.activeCodes === null || held < limits.activeCodes;
}

/** Whether more of the scans is shown than how many there are. */
export function canAccessAnalytics({ features }: Pick<Entitlements, "features">): boolean {
  return features.includes("detailed_analytics");
}

export function canExportCsv({ features }: Pick<Entitlements, "features">): boolean {
  return features.includes("csv_export");
}
