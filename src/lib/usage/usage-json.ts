import type { UsageReport } from "./usage-report.ts";

/** What a workspace uses, as the HTTP API tells it: `null` is unlimited, instants are ISO 8601, days UTC. */
export function usageJson({ period, tier, meters, overage, scansHidden }: UsageReport, upgradeUrl: string) {
  return {
    period,
    tier,
    meters: meters.map(({ period: _, ...meter }) => meter),
    overage,
    scansHidden,
    upgradeUrl,
  };
}
