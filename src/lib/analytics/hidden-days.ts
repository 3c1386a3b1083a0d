import type { HiddenScans } from "#lib/usage/scan-store.ts";
import { type Prisma, sql } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { eventsOf, type Scope } from "./store.ts";

/**
 * How many of each UTC day's scans are not shown, where there are any. Whole days are known by their
 * sums; of the day on which hiding begins the events are counted.
 * @param days what was counted of the same scope, hidden scans included
 */
export async function countHiddenByDay(
  db: Prisma,
  scope: Scope,
  days: readonly { day: string; scans: number }[],
): Promise<Map<string, number>> {
  const counted = days.map(async ({ day, scans }): Promise<[string, number]> => {
    const start = new Date(day);
    const window = scope.hidden.find(({ from, until }) => from < nextDay(start) && start < until);
    if (window === undefined || scans === 0) return [day, 0];
    return [day, window.from <= start ? scans : await countSince(db, scope, day, window)];
  });
  return new Map((await Promise.all(counted)).filter(([, hidden]) => hidden > 0));
}

const nextDay = (start: Date) => new Date(start.getTime() + dayMs);

/** The scans of a day that a window hides. */
async function countSince(db: Prisma, scope: Scope, day: string, { from }: HiddenScans): Promise<number> {
  const range = { from: day, to: day, days: 1 };
  const [row] = await db.$queryRaw<{ scans: bigint }[]>(
    sql`SELECT count(*) AS scans ${eventsOf({ ...scope, range, hidden: [] })} AND e.scanned_at >= ${from}`,
  );
  return Number(row?.scans ?? 0);
}
