import { type Prisma, sql } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { countedMeters, type Meter } from "./meters.ts";
import { dayOf } from "./period.ts";

export type Difference = { workspaceId: string; meter: Meter; day: Date; summed: number; recorded: number };

/** The first day that is not summed up yet; where none is, the first one with scans that is not too old. */
export async function findFirstOpenDay(db: Prisma, name: string, oldest: Date, latest: Date): Promise<Date> {
  const done = await findProgress(db, name);
  if (done) return done;
  const [row] = await db.$queryRaw<{ day: Date | null }[]>(sql`
    SELECT GREATEST(min(s.day), ${dayOf(oldest)}::date) AS day FROM scan_daily s`);
  return row?.day && row.day < latest ? row.day : new Date(latest.getTime() - dayMs);
}

export async function findProgress(db: Prisma, name: string): Promise<Date | null> {
  const progress = await db.usageProgress.findUnique({ where: { name } });
  return progress?.doneUntil ?? null;
}

/** Never goes back: of two who did the same, the one that is further ahead counts. */
export async function advance(db: Prisma, name: string, doneUntil: Date): Promise<void> {
  await db.$executeRaw(sql`
    INSERT INTO usage_progress (name, done_until) VALUES (${name}, ${doneUntil})
    ON CONFLICT (name) DO UPDATE SET done_until = GREATEST(usage_progress.done_until, EXCLUDED.done_until)`);
}

/** Writes the scans of a day by workspace: a look-up for each code, in the order of the sums' key. */
export async function sumScans(tx: Prisma, day: Date): Promise<void> {
  await tx.$executeRaw(sql`
    INSERT INTO usage_daily (workspace_id, meter, day, used)
    SELECT c.workspace_id, 'trackedScans', s.day, sum(s.scans)
    FROM qr_codes c JOIN scan_daily s ON s.qr_code_id = c.id AND s.day = ${dayOf(day)}::date
    GROUP BY c.workspace_id, s.day ORDER BY c.workspace_id
    ON CONFLICT (workspace_id, meter, day) DO UPDATE SET used = EXCLUDED.used`);
}

/** The sums of a day that are not what the records say, those that are missing included. */
export function findDifferences(tx: Prisma, day: Date): Promise<Difference[]> {
  const before = new Date(day.getTime() + dayMs);
  return tx.$queryRaw<Difference[]>(sql`
    SELECT COALESCE(d.workspace_id, r.workspace_id) AS "workspaceId", COALESCE(d.meter, r.meter) AS meter,
      ${dayOf(day)}::date AS day, COALESCE(d.used, 0) AS summed, COALESCE(r.used, 0) AS recorded
    FROM (SELECT u.workspace_id, u.meter, u.used FROM usage_daily u WHERE u.day = ${dayOf(day)}::date) d
    FULL JOIN (
      SELECT e.workspace_id, e.meter, count(*)::int AS used FROM usage_events e
      WHERE e.at >= ${day} AND e.at < ${before} AND e.meter = ANY(${[...countedMeters]})
      GROUP BY 1, 2
      UNION ALL
      SELECT c.workspace_id, 'trackedScans', count(*)::int
      FROM scan_events e JOIN qr_codes c ON c.id = e.qr_code_id
      WHERE e.scanned_at >= ${day} AND e.scanned_at < ${before}
      GROUP BY 1
    ) r ON r.workspace_id = d.workspace_id AND r.meter = d.meter
    WHERE COALESCE(d.used, 0) <> COALESCE(r.used, 0)
    ORDER BY 1, 2`);
}

export async function keepDifferences(tx: Prisma, found: readonly Difference[], now: Date): Promise<void> {
  for (const { workspaceId, meter, day, ...sums } of found) {
    await tx.usageDifference.upsert({
      where: { workspaceId_meter_day: { workspaceId, meter, day } },
      create: { workspaceId, meter, day, ...sums, foundAt: now },
      update: { ...sums, foundAt: now },
    });
  }
}

/** What is so old that nobody asks for it; the sums by day stay. */
export async function dropRecords(db: Prisma, before: Date): Promise<void> {
  await db.usageEvent.deleteMany({ where: { at: { lt: before } } });
  await db.usageCounter.deleteMany({ where: { periodStart: { lt: before } } });
  await db.usageNotice.deleteMany({ where: { periodStart: { lt: before } } });
}
