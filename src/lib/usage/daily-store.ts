import { type Prisma, sql } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { countedMeters, type Meter } from "./meters.ts";
import { dayOf, type Period } from "./period.ts";

/** How much was used on a UTC day; of what is held, by how much it grew. */
export type DayUsage = { meter: Meter; day: string; used: number };

/** In `usage_progress`: until when scans are summed up by workspace and day. */
export const scansRolledUp = "scans_rolled_up";

const rolledUpUntil = sql`
  COALESCE((SELECT (p.done_until AT TIME ZONE 'UTC')::date FROM usage_progress p WHERE p.name = ${scansRolledUp}),
    '-infinity')`;

/** From the sums of finished days, and code by code for later ones; those of deleted codes are in it. */
const scansByDay = (workspaceId: string, since: string, before: string) => sql`
  SELECT u.meter, u.day, u.used FROM usage_daily u
  WHERE u.workspace_id = ${workspaceId}::uuid AND u.meter = 'trackedScans'
    AND u.day >= ${since}::date AND u.day < LEAST(${before}::date, ${rolledUpUntil})
  UNION ALL
  SELECT 'trackedScans', s.day, sum(s.scans)::int FROM qr_codes c JOIN scan_daily s ON s.qr_code_id = c.id
  WHERE c.workspace_id = ${workspaceId}::uuid
    AND s.day >= GREATEST(${since}::date, ${rolledUpUntil}) AND s.day < ${before}::date
  GROUP BY s.day`;

/** What came before the first day is one change of that day. */
const changesByDay = (workspaceId: string, since: string) => sql`
  SELECT h.meter, GREATEST((h.at AT TIME ZONE 'UTC')::date, ${since}::date), sum(h.change)::int
  FROM (
    SELECT 'activeCodes' AS meter, c.created_at AS at, 1 AS change FROM qr_codes c
    WHERE c.workspace_id = ${workspaceId}::uuid
    UNION ALL SELECT 'activeCodes', c.deleted_at, -1 FROM qr_codes c
    WHERE c.workspace_id = ${workspaceId}::uuid AND c.deleted_at IS NOT NULL
    UNION ALL SELECT 'members', m.created_at, 1 FROM workspace_members m
    WHERE m.workspace_id = ${workspaceId}::uuid
  ) h
  GROUP BY 1, 2`;

/** Everything that a workspace uses, by meter and day, since 00:00 UTC of a day: one round trip. */
export function listDailyUsage(db: Prisma, workspaceId: string, since: Date, now: Date): Promise<DayUsage[]> {
  const first = dayOf(since);
  const tomorrow = dayOf(new Date(now.getTime() + dayMs));
  return db.$queryRaw<DayUsage[]>(sql`
    SELECT meter, to_char(day, 'YYYY-MM-DD') AS day, used FROM (
      SELECT u.meter, u.day, u.used FROM usage_daily u
      WHERE u.workspace_id = ${workspaceId}::uuid AND u.meter = ANY(${[...countedMeters]})
        AND u.day >= ${first}::date AND u.day < ${tomorrow}::date
      UNION ALL ${scansByDay(workspaceId, first, tomorrow)}
      UNION ALL ${changesByDay(workspaceId, first)}
    ) each (meter, day, used)
    ORDER BY day`);
}

/** The scans of whole UTC days, from one on, up to and without another one. */
export async function countScans(db: Prisma, workspaceId: string, { start, end }: Period): Promise<number> {
  const [row] = await db.$queryRaw<{ scans: bigint | null }[]>(sql`
    SELECT sum(used) AS scans
    FROM (${scansByDay(workspaceId, dayOf(start), dayOf(end))}) each (meter, day, used)`);
  return Number(row?.scans ?? 0);
}
