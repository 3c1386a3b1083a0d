import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { Noticed } from "./due-notices.ts";

/** Workspaces in which something was used, or is held, since an instant; those that are closed have nobody to tell. */
export async function listActiveWorkspaces(db: Prisma, since: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(sql`
    SELECT w.id FROM workspaces w WHERE w.closed_at IS NULL AND w.id IN (
      SELECT u.workspace_id FROM usage_counters u WHERE u.updated_at >= ${since}
      UNION SELECT c.workspace_id FROM scan_totals t JOIN qr_codes c ON c.id = t.qr_code_id
        WHERE t.last_scanned_at >= ${since}
      UNION SELECT c.workspace_id FROM qr_codes c WHERE c.created_at >= ${since}
      UNION SELECT m.workspace_id FROM workspace_members m WHERE m.created_at >= ${since})
    ORDER BY w.id`);
  return rows.map(({ id }) => id);
}

/** The notices of every period since one began. */
export function listNoticed(db: Prisma, workspaceId: string, since: Date): Promise<Noticed[]> {
  return db.usageNotice.findMany({
    where: { workspaceId, periodStart: { gte: since } },
    select: { meter: true, periodStart: true, threshold: true },
  });
}
