import type { PrismaRoot } from "#platform/db/prisma.ts";
import { minuteMs } from "#shared/time.ts";
import { scansRolledUp } from "./daily-store.ts";
import { countedMeters } from "./meters.ts";
import { dayOf, type Period } from "./period.ts";
import * as store from "./recompute-store.ts";
import { recordsKeptMs } from "./roll-up.ts";
import { findProgress } from "./roll-up-store.ts";
import { findPeriod, lockCounter } from "./store.ts";

/** A workspace may have a year of scans to count. */
const patience = { maxWait: minuteMs, timeout: 10 * minuteMs };

export type Recomputed = {
  period: Period;
  /** Of the running period, from the records. */
  used: Record<string, number>;
  /** How many sums by day were not what the records say. */
  mended: number;
};

/**
 * Makes a workspace's sums again from the records, as far back as these are kept, while nothing of
 * it is counted.
 * @throws Error when there is no such workspace
 */
export function recompute(db: PrismaRoot, workspaceId: string, now: Date): Promise<Recomputed> {
  return db.$transaction(async (tx) => {
    const period = await findPeriod(tx, workspaceId, now);
    // Whoever counts a use locks its counter first, and waits here.
    for (const meter of countedMeters) await lockCounter(tx, { workspaceId, meter, period }, now);
    const since = new Date(Date.parse(dayOf(now)) - recordsKeptMs);
    const until = await findProgress(tx, scansRolledUp);
    const mended = await store.sumAgain(tx, workspaceId, { since, scansUntil: until ?? since });
    const used: Record<string, number> = {};
    for (const meter of countedMeters) {
      used[meter] = await store.countAgain(tx, { workspaceId, meter, period }, now);
    }
    return { period, used, mended };
  }, patience);
}
