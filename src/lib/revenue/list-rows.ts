import { requireAdmin } from "#lib/admin/guard.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { toPage } from "#shared/keyset.ts";
import { monthOf } from "./months.ts";
import { listRows } from "./rows-store.ts";
import type { RowsQuery } from "./validation.ts";

export const rowsPerPage = 50;

/** Lists that grow for ever. */
const long = new Set<RowsQuery["figure"]>(["paid", "refunded"]);

/** What a page shows: of a long list that is narrowed to what may be rare, one month and not all times. */
export function withinReach(query: RowsQuery, now: Date): RowsQuery {
  const { figure, month, since, currency, tier, interval, tag } = query;
  const isNarrowed = [currency, tier, interval, tag].some((filter) => filter !== null);
  return long.has(figure) && isNarrowed && !month && !since ? { ...query, month: monthOf(now) } : query;
}

/**
 * The rows that a figure counts, the newest first.
 * @throws Refusal `forbidden`
 */
export async function getRows(db: Prisma, viewer: Viewer, query: RowsQuery) {
  requireAdmin(viewer);
  return toPage(await listRows(db, query, rowsPerPage + 1), rowsPerPage, ({ at, id }) => ({ at, id }));
}
