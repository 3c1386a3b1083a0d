import type { Prisma } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import type { Period } from "./period.ts";
import { graceEndOf, graceLimitOf } from "./quota.ts";
import * as store from "./scan-store.ts";

type HiddenScans = store.HiddenScans;
type ScanOverrun = store.ScanOverrun;

/** Scans of the running period, and the limit that holds now. */
export type ScanUsage = { period: Period; scans: number; limit: number | null };

/**
 * Brings what is hidden of a workspace's scans in line with its limit, and writes it down where it
 * changes. Only the running period is judged by a limit that it was not judged by before, unless
 * the limit is higher: so an upgrade shows what is past, and no downgrade hides it.
 * @returns those that count, the oldest first
 */
export async function fitScanOverruns(
  db: Prisma,
  workspaceId: string,
  { period, scans, limit }: ScanUsage,
  now: Date,
): Promise<ScanOverrun[]> {
  const known = await store.listOverruns(db, workspaceId, period);
  const isRunning = (overrun: ScanOverrun) => overrun.period.start.getTime() === period.start.getTime();
  const fitted: ScanOverrun[] = [];
  for (const overrun of known.filter((each) => !isRunning(each))) {
    if (limit !== null && limit <= overrun.scanLimit) fitted.push(overrun);
    else fitted.push(...(await judgeAnew(db, workspaceId, overrun.period, limit, overrun, now)));
  }
  const running = known.find(isRunning) ?? null;
  if (running ? mayChange(running, { period, scans, limit }, now) : limit !== null && scans >= limit) {
    return [...fitted, ...(await judgeAnew(db, workspaceId, period, limit, running, now))];
  }
  return running && running.liftedAt === null ? [...fitted, running] : fitted;
}

/** Which scans are hidden now: stretches of time that do not overlap, though periods may. */
export function hiddenOf(overruns: readonly ScanOverrun[]): HiddenScans[] {
  const hidden = overruns
    .flatMap(({ period, hiddenFrom: from }) => (from === null ? [] : [{ from, until: period.end }]))
    .sort((a, b) => a.from.getTime() - b.from.getTime());
  const joined: HiddenScans[] = [];
  for (const each of hidden) {
    const last = joined.at(-1);
    if (last === undefined || last.until < each.from) joined.push(each);
    else if (last.until < each.until) joined.splice(-1, 1, { from: last.from, until: each.until });
  }
  return joined;
}

/** Whether another look at the scans could say anything else than what is written. */
function mayChange(overrun: ScanOverrun, { scans, limit }: ScanUsage, now: Date): boolean {
  if (overrun.liftedAt !== null) return limit !== null && scans >= limit;
  if (limit === null || limit > overrun.scanLimit) return true;
  if (overrun.hiddenFrom !== null) return false;
  return scans > graceLimitOf("trackedScans", limit) || now >= graceEndOf(overrun.reachedAt);
}

/** @returns nothing where the limit is not reached: then what was written of it is lifted */
async function judgeAnew(
  db: Prisma,
  workspaceId: string,
  period: Period,
  limit: number | null,
  known: ScanOverrun | null,
  now: Date,
): Promise<ScanOverrun[]> {
  const found = limit === null ? null : await findOverrun(db, workspaceId, period, limit, now);
  const isShown = found === null || (found.hiddenFrom === null && period.end <= now);
  if (isShown) {
    if (known && known.liftedAt === null)
      await store.saveOverrun(db, workspaceId, { ...known, liftedAt: now });
    return [];
  }
  // What a higher limit has shown before stays to be seen.
  const hiddenFrom = known?.liftedAt && found.hiddenFrom && found.hiddenFrom < now ? now : found.hiddenFrom;
  const overrun = { ...found, hiddenFrom };
  await store.saveOverrun(db, workspaceId, overrun);
  return [overrun];
}

/** When the limit was reached in a period, and its grace passed; null where it was not reached. */
async function findOverrun(
  db: Prisma,
  workspaceId: string,
  period: Period,
  scanLimit: number,
  now: Date,
): Promise<ScanOverrun | null> {
  const days = await store.listScanDays(db, workspaceId, period);
  const instantOf = (count: number) => findInstant(db, workspaceId, days, count);
  const reachedAt = scanLimit === 0 ? period.start : await instantOf(scanLimit);
  if (reachedAt === null) return null;
  const beyond = await instantOf(graceLimitOf("trackedScans", scanLimit) + 1);
  const graceEnd = graceEndOf(reachedAt);
  const end = beyond !== null && beyond < graceEnd ? beyond : graceEnd;
  const hiddenFrom = end <= now && end < period.end ? end : null;
  return { period, scanLimit, reachedAt, hiddenFrom, liftedAt: null };
}

/** When the so-many-th scan of some days came; null when there were not so many. */
async function findInstant(
  db: Prisma,
  workspaceId: string,
  days: readonly { day: string; scans: number }[],
  count: number,
): Promise<Date | null> {
  let before = 0;
  for (const { day, scans } of days) {
    if (before + scans >= count) {
      const at = await store.findScanOfDay(db, workspaceId, day, count - before);
      // Sums without their events: the day is over then at the latest.
      return at ?? new Date(Date.parse(day) + dayMs);
    }
    before += scans;
  }
  return null;
}
