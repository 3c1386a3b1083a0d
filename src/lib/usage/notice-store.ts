import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { Meter } from "./meters.ts";
import type { Threshold } from "./thresholds.ts";

/** What makes a notice the only one of its kind in a workspace. */
export type NoticeId = { meter: Meter; threshold: Threshold; periodStart: Date };

/**
 * Notes a notice down, unless the period has had it, or one of a higher threshold.
 * @returns whether it is new
 */
export async function insertNotice(
  tx: Prisma,
  workspaceId: string,
  { meter, threshold, periodStart }: NoticeId,
  now: Date,
): Promise<boolean> {
  const count = await tx.$executeRaw(sql`
    INSERT INTO usage_notices (workspace_id, meter, period_start, threshold, created_at)
    SELECT ${workspaceId}::uuid, ${meter}, ${periodStart}, ${threshold}, ${now}
    WHERE NOT EXISTS (
      SELECT FROM usage_notices WHERE workspace_id = ${workspaceId}::uuid AND meter = ${meter}
        AND period_start = ${periodStart} AND threshold >= ${threshold})
    ON CONFLICT DO NOTHING`);
  return count > 0;
}

/** The highest notice of each meter since an instant that the person has not put away. */
export function listOpenNotices(
  db: Prisma,
  workspaceId: string,
  profileId: string,
  since: Date,
): Promise<NoticeId[]> {
  return db.$queryRaw<NoticeId[]>(sql`
    SELECT n.meter, n.period_start AS "periodStart", max(n.threshold) AS threshold
    FROM usage_notices n
    WHERE n.workspace_id = ${workspaceId}::uuid AND n.period_start >= ${since} AND NOT EXISTS (
      SELECT FROM notice_dismissals d
      WHERE d.profile_id = ${profileId}::uuid AND d.workspace_id = n.workspace_id AND d.meter = n.meter
        AND d.period_start = n.period_start AND d.threshold >= n.threshold)
    GROUP BY n.meter, n.period_start`);
}

/** Puts a notice that is there away for one person, and with it the lower ones. */
export async function insertDismissal(
  db: Prisma,
  workspaceId: string,
  profileId: string,
  { meter, threshold, periodStart }: NoticeId,
): Promise<void> {
  await db.$executeRaw(sql`
    INSERT INTO notice_dismissals (profile_id, workspace_id, meter, period_start, threshold)
    SELECT ${profileId}::uuid, workspace_id, meter, period_start, threshold FROM usage_notices
    WHERE workspace_id = ${workspaceId}::uuid AND meter = ${meter} AND period_start = ${periodStart}
      AND threshold = ${threshold}
    ON CONFLICT (profile_id, workspace_id, meter, period_start)
      DO UPDATE SET threshold = greatest(notice_dismissals.threshold, excluded.threshold)`);
}
