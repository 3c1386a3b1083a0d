import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { findWorkspaces } from "./find-workspaces.ts";

/** A list is narrowed to so many workspaces; a term that more begin with says hardly anything. */
const mostSearched = 200;

/**
 * The workspaces that a list is narrowed to; null for all of them.
 * @returns `isCut` when there may be more than were looked at
 * @throws Refusal `forbidden`
 */
export async function searchWorkspaces(
  db: Prisma,
  viewer: Viewer,
  term: string,
): Promise<{ ids: string[] | null; isCut: boolean }> {
  if (term === "") return { ids: null, isCut: false };
  const found = await findWorkspaces(db, viewer, term, mostSearched);
  return { ids: found.map(({ id }) => id), isCut: found.length === mostSearched };
}
