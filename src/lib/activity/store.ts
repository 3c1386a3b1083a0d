import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { Place } from "#shared/keyset.ts";

export type ActRow = {
  id: bigint;
  actor: string;
  action: string;
  before: unknown;
  after: unknown;
  at: Date;
  /** Of a person of the workspace. */
  email: string | null;
};

/** What somebody did to a workspace, without what follows from it by itself; the newest first. */
export function listActs(
  db: Prisma,
  workspaceId: string,
  after: Place | null,
  limit: number,
): Promise<ActRow[]> {
  return db.$queryRaw<ActRow[]>(sql`
    SELECT a.id, a.actor, a.action, a.before, a.after, a.at, p.email
    FROM audit_events a LEFT JOIN profiles p
      ON p.id = CASE WHEN a.actor LIKE 'profile:%' THEN substr(a.actor, 9)::uuid END
    WHERE a.workspace_id = ${workspaceId}::uuid
      AND split_part(a.actor, ':', 1) IN ('admin', 'api_key', 'profile')
      ${after ? sql`AND (a.at, a.id) < (${after.at}, ${BigInt(after.id)})` : sql``}
    ORDER BY a.at DESC, a.id DESC LIMIT ${limit}`);
}
