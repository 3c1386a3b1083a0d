import { allowAct } from "#lib/admin/acts.ts";
import { requireAdmin } from "#lib/admin/guard.ts";
import { createKey, revokeKey } from "#lib/api-keys/manage-keys.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { type Prisma, type PrismaRoot, sql } from "#platform/db/prisma.ts";
import { toPage } from "#shared/keyset.ts";
import { nameActors } from "../actors.ts";
import { type FoundWorkspace, workspaceWithOwner } from "../workspaces/find-workspaces.ts";
import { searchWorkspaces } from "../workspaces/search-workspaces.ts";
import type { CreatePlatformKey, KeysQuery } from "./validation.ts";

const rowsPerPage = 50;
/** So much of a key is kept to tell it by; whoever pastes a whole one is searched by its beginning. */
const prefixShape = /^dqr_[\w-]{6}/;

/** @returns the key's text, which is kept nowhere @throws Refusal `forbidden`, `second_factor` */
export async function createPlatformKey(
  db: PrismaRoot,
  viewer: Viewer,
  input: CreatePlatformKey,
  now: Date,
): Promise<{ id: string; text: string }> {
  return createKey(db, allowAct(viewer, "api_key.created", now), input, now);
}

/** Ends any key at once, a customer's too: whoever owns the workspace finds it in their audit. @throws Refusal `forbidden`, `validation`, `not_found` */
export async function revokeAnyKey(
  db: PrismaRoot,
  viewer: Viewer,
  id: string,
  reason: string,
  now: Date,
): Promise<void> {
  await revokeKey(db, allowAct(viewer, "api_key.revoked", now, reason), id, reason, now);
}

type Row = {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  createdBy: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  /** Null for one of the platform's. */
  workspace: FoundWorkspace | null;
};
export type ListedPlatformKey = Awaited<ReturnType<typeof listAnyKeys>>["rows"][number];

/** Everything of keys but what opens, the newest first. @throws Refusal `forbidden` */
export async function listAnyKeys(db: Prisma, viewer: Viewer, { of, q, after }: KeysQuery) {
  requireAdmin(viewer);
  const prefix = prefixShape.exec(q)?.[0];
  const { ids, isCut } =
    of === "platform" || prefix !== undefined
      ? { ids: null, isCut: false }
      : await searchWorkspaces(db, viewer, q);
  const found = await db.$queryRaw<Row[]>(sql`
    SELECT k.id, k.name, k.prefix, k.scopes, k.created_by AS "createdBy", k.created_at AS "createdAt",
      k.last_used_at AS "lastUsedAt", k.revoked_at AS "revokedAt",
      (SELECT row_to_json(o) FROM (SELECT ${workspaceWithOwner} FROM workspaces w WHERE w.id = k.workspace_id) o) AS workspace
    FROM api_keys k
    WHERE ${of === "platform" ? sql`k.workspace_id IS NULL` : sql`k.workspace_id IS NOT NULL`}
      ${prefix === undefined ? sql`` : sql`AND k.prefix = ${prefix}`}
      ${ids === null ? sql`` : sql`AND k.workspace_id = ANY(${ids}::uuid[])`}
      ${after ? sql`AND (k.created_at, k.id) < (${after.at}, ${after.id}::uuid)` : sql``}
    ORDER BY k.created_at DESC, k.id DESC LIMIT ${rowsPerPage + 1}`);
  const { rows, next } = toPage(found, rowsPerPage, ({ createdAt, id }) => ({ at: createdAt, id }));
  const actorOf = await nameActors(
    db,
    viewer,
    rows.map(({ createdBy }) => createdBy),
  );
  return { rows: rows.map((row) => ({ ...row, author: actorOf(row.createdBy) })), next, isCut };
}
