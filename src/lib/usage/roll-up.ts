import { Counter } from "prom-client";
import type { PrismaRoot } from "#platform/db/prisma.ts";
import { log } from "#platform/log/log.ts";
import { metrics } from "#platform/metrics/metrics.ts";
import { once } from "#platform/process.ts";
import { dayMs } from "#shared/time.ts";
import { scansRolledUp } from "./daily-store.ts";
import { dayOf } from "./period.ts";
import * as store from "./roll-up-store.ts";

/** How long records are kept: more than any period, and more than the longest plan, can need. */
export const recordsKeptMs = 400 * dayMs;
/** A scan may be stored late, after Postgres was away: a day is summed up once the next one is over, too. */
const settledAfterMs = dayMs;

export type RollUpReport = { days: number; differences: number };

/**
 * Sums up the days that are over: scans by workspace, and compares every sum with the records. What
 * differs is logged, counted and kept until the sums are made again; nothing is mended silently.
 * Records that are too old are dropped.
 * @returns null where no day was over
 */
export async function rollUp(
  db: PrismaRoot,
  now: Date,
  isTimeUp: () => boolean = () => false,
): Promise<RollUpReport | null> {
  const settled = new Date(Date.parse(dayOf(now)) - settledAfterMs);
  const oldest = new Date(Date.parse(dayOf(now)) - recordsKeptMs);
  const report = { days: 0, differences: 0 };
  let day = await store.findFirstOpenDay(db, scansRolledUp, oldest, settled);
  for (; day < settled && !isTimeUp(); day = new Date(day.getTime() + dayMs)) {
    report.differences += await rollUpDay(db, day, now);
    report.days++;
  }
  if (report.days === 0) return null;
  await store.dropRecords(db, oldest);
  return report;
}

/** All of a day or nothing: whoever comes second does the same again, to the same end. */
async function rollUpDay(db: PrismaRoot, day: Date, now: Date): Promise<number> {
  const differences = await db.$transaction(async (tx) => {
    await store.sumScans(tx, day);
    const found = await store.findDifferences(tx, day);
    await store.keepDifferences(tx, found, now);
    await store.advance(tx, scansRolledUp, new Date(day.getTime() + dayMs));
    return found;
  });
  for (const difference of differences) {
    log().warn({ ...difference, day: dayOf(day) }, "a sum of usage is not what the records say");
    differencesFound().inc({ meter: difference.meter });
  }
  return differences.length;
}

function differencesFound(): Counter<"meter"> {
  return once(
    "metrics.usage_differences",
    () =>
      new Counter({
        name: "dynamicqr_usage_differences_total",
        help: "Sums of usage by workspace, meter and day that are not what the records say",
        labelNames: ["meter"],
        registers: [metrics()],
      }),
  );
}
