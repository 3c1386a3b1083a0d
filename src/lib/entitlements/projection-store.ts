import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { AccessFacts, Entitlements } from "./resolve.ts";
import { type FactsRow, factColumns, parseFacts } from "./store.ts";

/** What the projection holds of a workspace. */
export type ProjectedAccess = { workspaceId: string } & Pick<
  Entitlements,
  "tier" | "source" | "nextChangeAt"
>;

/** A row that is missing is left to the trigger that makes it: then it is due. */
export async function writeProjection(tx: Prisma, rows: readonly ProjectedAccess[]): Promise<void> {
  await tx.$executeRaw(sql`
    UPDATE workspace_access a SET tier = n.tier, source = n.source, next_change_at = n.next_change_at
    FROM unnest(${rows.map(({ workspaceId }) => workspaceId)}::uuid[], ${rows.map(({ tier }) => tier)}::text[],
      ${rows.map(({ source }) => source)}::text[],
      ${rows.map(({ nextChangeAt }) => nextChangeAt)}::timestamptz[]) AS n(workspace_id, tier, source, next_change_at)
    WHERE a.workspace_id = n.workspace_id
      AND (a.tier, a.source, a.next_change_at) IS DISTINCT FROM (n.tier, n.source, n.next_change_at)`);
}

/**
 * Holds the rows of some that are due until the transaction ends. Those that somebody else holds
 * are left out: whoever changes an access writes it down, too.
 */
export async function lockDueAccess(tx: Prisma, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(sql`
    SELECT workspace_id AS id FROM workspace_access WHERE next_change_at <= ${now}
    ORDER BY next_change_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`);
  return rows.map(({ id }) => id);
}

export type KnownFacts = { workspaceId: string; facts: AccessFacts };

/** What decides the access of each of them. */
export async function listAccessFacts(db: Prisma, ids: readonly string[]): Promise<KnownFacts[]> {
  const rows = await db.$queryRaw<(FactsRow & { id: string })[]>(
    sql`SELECT w.id, ${factColumns()} FROM workspaces w WHERE w.id = ANY(${ids}::uuid[])`,
  );
  return rows.map((row) => ({ workspaceId: row.id, facts: parseFacts(row) }));
}

export type Projected = { row: ProjectedAccess; facts: AccessFacts };

/** Rows that claim to be true at `now` beside what decides, in one statement, by id after `last`. */
export async function listProjected(
  db: Prisma,
  now: Date,
  last: string | null,
  limit: number,
): Promise<Projected[]> {
  const rows = await db.$queryRaw<(FactsRow & ProjectedAccess)[]>(sql`
    SELECT a.workspace_id AS "workspaceId", a.tier, a.source, a.next_change_at AS "nextChangeAt", ${factColumns()}
    FROM workspace_access a JOIN workspaces w ON w.id = a.workspace_id
    WHERE (a.next_change_at IS NULL OR a.next_change_at > ${now})
      ${last === null ? sql`` : sql`AND a.workspace_id > ${last}::uuid`}
    ORDER BY a.workspace_id LIMIT ${limit}`);
  return rows.map(({ workspaceId, tier, source, nextChangeAt, ...known }) => ({
    row: { workspaceId, tier, source, nextChangeAt },
    facts: parseFacts(known),
  }));
}
