import { requireAdmin } from "#lib/admin/guard.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { toPage } from "#shared/keyset.ts";
import { listRows } from "./rows-store.ts";
import type { RowsQuery } from "./validation.ts";

export const rowsPerPage = 50;

/**
 * The rows that a figure counts, the newest first.
 * @throws Refusal `forbidden`
 */
export async function getRows(db: Prisma, viewer: Viewer, query: RowsQuery) {
  requireAdmin(viewer);
  return toPage(await listRows(db, query, rowsPerPage + 1), rowsPerPage, ({ at, id }) => ({ at, id }));
}
