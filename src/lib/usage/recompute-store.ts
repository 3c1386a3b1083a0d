import { type Prisma, sql } from "#platform/db/prisma.ts";
import { countedMeters } from "./meters.ts";
import { dayOf } from "./period.ts";
import type { Place } from "./store.ts";

/** What there are records of: uses since an instant, and of scans the days that are summed up. */
type Span = { since: Date; scansUntil: Date };

/** Makes the sums by day again. @returns how many were wrong, missing or too many */
export async function sumAgain(
  tx: Prisma,
  workspaceId: string,
  { since, scansUntil }: Span,
): Promise<number> {
  const first = sql`${dayOf(since)}::date`;
  const mended = await tx.$executeRaw(sql`
    WITH recorded AS (
      SELECT e.meter, (e.at AT TIME ZONE 'UTC')::date AS day, count(*)::int AS used FROM usage_events e
      WHERE e.workspace_id = ${workspaceId}::uuid AND e.meter = ANY(${[...countedMeters]}) AND e.at >= ${since}
      GROUP BY 1, 2
      UNION ALL
      SELECT 'trackedScans', (e.scanned_at AT TIME ZONE 'UTC')::date, count(*)::int FROM scan_events e
      WHERE e.qr_code_id IN (SELECT c.id FROM qr_codes c WHERE c.workspace_id = ${workspaceId}::uuid)
        AND e.scanned_at >= ${since} AND e.scanned_at < ${scansUntil}
      GROUP BY 2
    ), emptied AS (
      UPDATE usage_daily d SET used = 0
      WHERE d.workspace_id = ${workspaceId}::uuid AND d.day >= ${first} AND d.used <> 0
        AND NOT EXISTS (SELECT FROM recorded r WHERE r.meter = d.meter AND r.day = d.day)
      RETURNING 1
    ), written AS (
      INSERT INTO usage_daily (workspace_id, meter, day, used)
      SELECT ${workspaceId}::uuid, r.meter, r.day, r.used FROM recorded r
      ON CONFLICT (workspace_id, meter, day) DO UPDATE SET used = EXCLUDED.used
        WHERE usage_daily.used <> EXCLUDED.used
      RETURNING 1
    )
    SELECT FROM emptied UNION ALL SELECT FROM written`);
  await tx.usageDifference.deleteMany({ where: { workspaceId, day: { gte: since } } });
  return mended;
}

/** Makes a counter again. @returns what was used */
export async function countAgain(tx: Prisma, place: Place, now: Date): Promise<number> {
  const { workspaceId, meter, period } = place;
  const used = await tx.usageEvent.count({
    where: { workspaceId, meter, at: { gte: period.start, lt: period.end } },
  });
  await tx.usageCounter.update({
    where: { workspaceId_meter_periodStart: { workspaceId, meter, periodStart: period.start } },
    data: { used, updatedAt: now },
  });
  return used;
}
