import { z } from "zod";
import { requireAdmin } from "#lib/admin/guard.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { type Prisma, sql } from "#platform/db/prisma.ts";

export type FoundWorkspace = {
  id: string;
  name: string;
  /** Null for one without an owner. */
  owner: { id: string; email: string } | null;
};

/** More are not shown: the term wants to be longer. */
export const mostFound = 20;

const startsWith = (term: string) => `${term.replace(/[\\%_]/g, "\\$&")}%`;
const idOf = (term: string): string | null => z.uuid().safeParse(term).data ?? null;

/** A workspace's own columns and its first owner; `w` is the workspace. */
export const workspaceWithOwner = sql`w.id, w.name, (
  SELECT json_build_object('id', p.id, 'email', p.email)
  FROM workspace_members m JOIN profiles p ON p.id = m.profile_id
  WHERE m.workspace_id = w.id AND m.role = 'OWNER' ORDER BY m.created_at, m.profile_id LIMIT 1) AS owner`;

/**
 * Workspaces by their id or a member's, or by the beginning of their name or of a member's address.
 * @returns at most `limit` of them, in the order of their names
 * @throws Refusal `forbidden`
 */
export async function findWorkspaces(
  db: Prisma,
  viewer: Viewer,
  term: string,
  limit = mostFound,
): Promise<FoundWorkspace[]> {
  requireAdmin(viewer);
  if (term === "") return [];
  const [text, id] = [startsWith(term), idOf(term)];
  return db.$queryRaw<FoundWorkspace[]>(sql`
    WITH found AS (
      (SELECT id FROM workspaces WHERE id = ${id}::uuid)
      UNION (SELECT workspace_id FROM workspace_members WHERE profile_id = ${id}::uuid)
      UNION (SELECT id FROM workspaces WHERE lower(name) LIKE lower(${text}) LIMIT ${limit})
      UNION (SELECT m.workspace_id FROM profiles p JOIN workspace_members m ON m.profile_id = p.id
        WHERE lower(p.email) LIKE lower(${text}) LIMIT ${limit}))
    SELECT ${workspaceWithOwner} FROM found JOIN workspaces w ON w.id = found.id
    ORDER BY w.name, w.id LIMIT ${limit}`);
}

export type FoundPerson = { id: string; email: string; name: string };

/** People by their id or by the beginning of their address. @throws Refusal `forbidden` */
export async function findPeople(db: Prisma, viewer: Viewer, term: string): Promise<FoundPerson[]> {
  requireAdmin(viewer);
  if (term === "") return [];
  return db.$queryRaw<FoundPerson[]>(sql`
    WITH found AS (
      (SELECT id FROM profiles WHERE id = ${idOf(term)}::uuid)
      UNION (SELECT id FROM profiles WHERE lower(email) LIKE lower(${startsWith(term)}) LIMIT ${mostFound}))
    SELECT p.id, p.email, p.name FROM found JOIN profiles p ON p.id = found.id
    WHERE p.erased_at IS NULL ORDER BY p.email, p.id LIMIT ${mostFound}`);
}
