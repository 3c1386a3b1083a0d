import type { Entitlements } from "#lib/entitlements/resolve.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { type DayUsage, listDailyUsage } from "./daily-store.ts";
import { meters } from "./meters.ts";
import type { Period } from "./period.ts";
import { quotaLimit } from "./quota.ts";
import { fitScanOverruns } from "./scan-overruns.ts";
import type { ScanOverrun } from "./scan-store.ts";
import { listCounters } from "./store.ts";
import { describeMeter, type MeterUsage } from "./usage-report.ts";

type Asked = {
  workspaceId: string;
  entitlements: Pick<Entitlements, "features" | "limits">;
  /** How many scans the workspace's plan shows, whoever asks. */
  scanLimit: number | null;
  /** The running one. */
  period: Period;
  /** Those of the history before it, the oldest first. */
  earlier: readonly Period[];
};

export type ReadMeters = { meters: MeterUsage[]; overruns: ScanOverrun[] };

/** Where every meter stands. What of the scans has to be hidden or shown since is noted on the way. */
export async function readMeters(db: Prisma, asked: Asked, now: Date): Promise<ReadMeters> {
  const { workspaceId, entitlements, scanLimit, period, earlier } = asked;
  const periods = [...earlier, period];
  const [days, counters] = await Promise.all([
    listDailyUsage(db, workspaceId, (earlier[0] ?? period).start, now),
    listCounters(db, workspaceId, period),
  ]);
  const scans = countScans(days, period);
  const overruns = await fitScanOverruns(db, workspaceId, { period, scans, limit: scanLimit }, now);
  counters.set("trackedScans", { used: scans, limitReachedAt: reachedAt(overruns, period) });
  const described = meters.map((meter) => {
    const facts = {
      meter,
      limit: quotaLimit(meter, entitlements),
      days,
      counter: counters.get(meter) ?? null,
    };
    return describeMeter(facts, periods, now);
  });
  return { meters: described, overruns };
}

function countScans(days: readonly DayUsage[], { start }: Period): number {
  return days
    .filter(({ meter, day }) => meter === "trackedScans" && new Date(day) >= start)
    .reduce((total, { used }) => total + used, 0);
}

function reachedAt(overruns: readonly ScanOverrun[], { start }: Period): Date | null {
  return overruns.find(({ period }) => period.start.getTime() === start.getTime())?.reachedAt ?? null;
}
