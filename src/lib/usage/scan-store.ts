import { type Prisma, sql } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { countScans } from "./daily-store.ts";
import { dayOf, type Period } from "./period.ts";

/** A period in which a workspace reached its limit of scans, and what became of the rest of them. */
export type ScanOverrun = {
  period: Period;
  /** The limit that it was judged by. */
  scanLimit: number;
  reachedAt: Date;
  /** From when on the scans are hidden; null while the grace lasts. */
  hiddenFrom: Date | null;
  liftedAt: Date | null;
};

/** Scans from an instant on, up to and without another one, that are not shown. */
export type HiddenScans = { from: Date; until: Date };

const ofWorkspace = (workspaceId: string) =>
  sql`(SELECT c.id FROM qr_codes c WHERE c.workspace_id = ${workspaceId}::uuid)`;

const nextDay = (at: Date) => new Date(Date.parse(dayOf(at)) + dayMs);

/** Those that hide something, or may, and the one of the running period in any case; the oldest first. */
export async function listOverruns(db: Prisma, workspaceId: string, running: Period): Promise<ScanOverrun[]> {
  const rows = await db.scanOverrun.findMany({
    where: {
      workspaceId,
      OR: [{ periodStart: running.start }, { liftedAt: null, hiddenFrom: { not: null } }],
    },
    orderBy: { periodStart: "asc" },
  });
  return rows.map(({ periodStart, periodEnd, scanLimit, reachedAt, hiddenFrom, liftedAt }) => ({
    period: { start: periodStart, end: periodEnd },
    scanLimit,
    reachedAt,
    hiddenFrom,
    liftedAt,
  }));
}

export async function saveOverrun(
  db: Prisma,
  workspaceId: string,
  { period, ...overrun }: ScanOverrun,
): Promise<void> {
  const place = { workspaceId, periodStart: period.start };
  const data = { ...overrun, periodEnd: period.end };
  await db.scanOverrun.upsert({
    where: { workspaceId_periodStart: place },
    create: { ...place, ...data },
    update: data,
  });
}

/** The scans of a period, day by day, as they were recorded. */
export async function listScanDays(
  db: Prisma,
  workspaceId: string,
  { start, end }: Period,
): Promise<{ day: string; scans: number }[]> {
  const rows = await db.$queryRaw<{ day: string; scans: bigint }[]>(sql`
    SELECT to_char(s.day, 'YYYY-MM-DD') AS day, sum(s.scans) AS scans
    FROM qr_codes c JOIN scan_daily s ON s.qr_code_id = c.id
    WHERE c.workspace_id = ${workspaceId}::uuid AND s.day >= ${dayOf(start)}::date AND s.day < ${dayOf(end)}::date
    GROUP BY s.day ORDER BY s.day`);
  return rows.map(({ day, scans }) => ({ day, scans: Number(scans) }));
}

/** When the scan came that is the so-many-th of its UTC day, counted from 1. */
export async function findScanOfDay(
  db: Prisma,
  workspaceId: string,
  day: string,
  place: number,
): Promise<Date | null> {
  const since = new Date(day);
  const [row] = await db.$queryRaw<{ at: Date }[]>(sql`
    SELECT e.scanned_at AS at FROM scan_events e
    WHERE e.qr_code_id IN ${ofWorkspace(workspaceId)}
      AND e.scanned_at >= ${since} AND e.scanned_at < ${nextDay(since)}
    ORDER BY e.scanned_at, e.id OFFSET ${place - 1} LIMIT 1`);
  return row?.at ?? null;
}

/** How many scans are hidden: of the first day the events are counted, of the others there are sums. */
export async function countHiddenScans(
  db: Prisma,
  workspaceId: string,
  { from, until }: HiddenScans,
): Promise<number> {
  const start = nextDay(from);
  const [first, others] = await Promise.all([
    db.$queryRaw<{ scans: bigint }[]>(sql`
      SELECT count(*) AS scans FROM scan_events e
      WHERE e.qr_code_id IN ${ofWorkspace(workspaceId)} AND e.scanned_at >= ${from} AND e.scanned_at < ${start}`),
    countScans(db, workspaceId, { start, end: until }),
  ]);
  return Number(first[0]?.scans ?? 0) + others;
}
