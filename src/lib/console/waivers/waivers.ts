import { allowAct } from "#lib/admin/acts.ts";
import { requireAdmin } from "#lib/admin/guard.ts";
import { grantWaiver, revokeWaiver } from "#lib/waivers/manage-waivers.ts";
import type { Waiver } from "#lib/waivers/store.ts";
import type { GrantWaiver } from "#lib/waivers/validation.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { type Prisma, type PrismaRoot, sql } from "#platform/db/prisma.ts";
import { type Page, toPage } from "#shared/keyset.ts";
import { nameActors } from "../actors.ts";
import { type FoundWorkspace, workspaceWithOwner } from "../workspaces/find-workspaces.ts";
import { searchWorkspaces } from "../workspaces/search-workspaces.ts";
import type { WaiverState, WaiversQuery } from "./validation.ts";

const rowsPerPage = 50;

/** @throws Refusal `forbidden`, `second_factor`, `not_found`, `validation`, `conflict` beside one that is in force */
export async function grantWaiverByAdmin(
  db: PrismaRoot,
  viewer: Viewer,
  input: GrantWaiver,
  now: Date,
): Promise<Waiver> {
  return grantWaiver(db, allowAct(viewer, "waiver.granted", now), input, now);
}

/** @throws Refusal `forbidden`, `validation`, `not_found` */
export async function revokeWaiverByAdmin(
  db: PrismaRoot,
  viewer: Viewer,
  workspaceId: string,
  reason: string,
  now: Date,
): Promise<Waiver> {
  return revokeWaiver(db, allowAct(viewer, "waiver.revoked", now, reason), workspaceId, reason, now);
}

type Row = Waiver & { workspace: FoundWorkspace };
export type ListedWaiver = Awaited<ReturnType<typeof listWaivers>>["rows"][number];

/** The newest first, of all workspaces. @throws Refusal `forbidden` */
export async function listWaivers(db: Prisma, viewer: Viewer, query: WaiversQuery, now: Date) {
  requireAdmin(viewer);
  const { q, state, after } = query;
  const { ids, isCut } = await searchWorkspaces(db, viewer, q);
  const found = await db.$queryRaw<Row[]>(sql`
    SELECT f.id, f.workspace_id AS "workspaceId", f.tier, f.reason, f.granted_by AS "grantedBy", f.ends_at AS "endsAt",
      f.revoked_at AS "revokedAt", f.revoked_by AS "revokedBy", f.revoke_reason AS "revokeReason",
      f.created_at AS "createdAt",
      (SELECT row_to_json(o) FROM (SELECT ${workspaceWithOwner} FROM workspaces w WHERE w.id = f.workspace_id) o) AS workspace
    FROM fee_waivers f
    WHERE true ${ids === null ? sql`` : sql`AND f.workspace_id = ANY(${ids}::uuid[])`} ${inState(state, now)}
      ${after ? sql`AND (f.created_at, f.id) < (${after.at}, ${after.id}::uuid)` : sql``}
    ORDER BY f.created_at DESC, f.id DESC LIMIT ${rowsPerPage + 1}`);
  const page: Page<Row> = toPage(found, rowsPerPage, ({ createdAt, id }) => ({ at: createdAt, id }));
  const actorOf = await nameActors(
    db,
    viewer,
    page.rows.flatMap(({ grantedBy, revokedBy }) => [grantedBy, revokedBy]),
  );
  const rows = page.rows.map((row) => ({
    ...row,
    state: stateOf(row, now),
    granter: actorOf(row.grantedBy),
    revoker: actorOf(row.revokedBy),
  }));
  return { rows, next: page.next, isCut };
}

/** What time has ended is closed by the system, and not at that very instant. */
function inState(state: WaiverState | null, now: Date) {
  switch (state) {
    case null:
      return sql``;
    case "live":
      return sql`AND f.revoked_at IS NULL AND (f.ends_at IS NULL OR f.ends_at > ${now})`;
    case "ended":
      return sql`AND (f.revoked_by = 'system' OR (f.revoked_at IS NULL AND f.ends_at <= ${now}))`;
    case "revoked":
      return sql`AND f.revoked_by <> 'system'`;
  }
}

function stateOf({ revokedBy, endsAt }: Waiver, now: Date): WaiverState {
  if (revokedBy !== null) return revokedBy === "system" ? "ended" : "revoked";
  return endsAt !== null && endsAt <= now ? "ended" : "live";
}
