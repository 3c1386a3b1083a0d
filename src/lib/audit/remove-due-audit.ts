import { type Prisma, sql } from "#platform/db/prisma.ts";
import { type AuditCategory, categoryOf } from "./categories.ts";

/** Removes rows of a category that are older than an instant, at most so many. @returns how many */
export async function removeDueAudit(
  tx: Prisma,
  category: AuditCategory,
  before: Date,
  most: number,
): Promise<number> {
  const actions = (await listActions(tx)).filter((action) => categoryOf(action) === category);
  // The table refuses every other DELETE.
  await tx.$executeRaw(sql`SELECT set_config('dynamicqr.retention', 'on', true)`);
  const removed = await tx.$executeRaw(sql`
    DELETE FROM audit_events WHERE id IN (
      SELECT id FROM audit_events WHERE action = ANY(${actions}) AND at < ${before}
      LIMIT ${most} FOR UPDATE SKIP LOCKED)`);
  await tx.$executeRaw(sql`SELECT set_config('dynamicqr.retention', '', true)`);
  return removed;
}

/** Each action that the table holds, by one step down its index for each. */
export async function listActions(tx: Prisma): Promise<string[]> {
  const rows = await tx.$queryRaw<{ action: string }[]>(sql`
    WITH RECURSIVE found AS (
      (SELECT action FROM audit_events ORDER BY action LIMIT 1)
      UNION ALL
      SELECT (SELECT e.action FROM audit_events e WHERE e.action > found.action ORDER BY e.action LIMIT 1)
        FROM found WHERE found.action IS NOT NULL)
    SELECT action FROM found WHERE action IS NOT NULL`);
  return rows.map(({ action }) => action);
}
