import { requireAdmin } from "#lib/admin/guard.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { type Page, toPage } from "#shared/keyset.ts";
import * as store from "./users-store.ts";
import { readId, type UsersQuery } from "./users-validation.ts";

const rowsPerPage = 50;

/** How much one look may cost. Tests have their own, for the same laws hold with any. */
export type Bounds = {
  /** A term that fits no more words is answered from all of them. */
  words: number;
  /** One that fits more is looked for among so many people at a time. */
  window: number;
};
const usual: Bounds = { words: 2_000, window: 10_000 };

export type UserPage = Page<store.UserRow> & {
  /** Whether it ended before it was full, so that the next one looks further back. */
  isCutShort: boolean;
};

/**
 * Everybody, the newest first, by any filter and any term: each person that fits is on one page.
 * A term that many words begin with and that is rare among the newest takes several pages, of which
 * some may be short.
 * @throws Refusal `forbidden`
 */
export async function listUsers(
  db: Prisma,
  viewer: Viewer,
  query: UsersQuery,
  bounds = usual,
): Promise<UserPage> {
  requireAdmin(viewer);
  const { term, ids } = await findMeant(db, query.q, bounds.words);
  if (ids !== null) {
    return { ...pageOf(await store.listOf(db, query, term, ids, rowsPerPage + 1)), isCutShort: false };
  }
  const page = pageOf(await store.listNewest(db, query, term, bounds.window, rowsPerPage + 1));
  if (page.next !== null) return { ...page, isCutShort: false };
  const next = await store.findWindowEnd(db, query, bounds.window);
  return { ...page, next, isCutShort: next !== null };
}

const pageOf = (found: store.UserRow[]) =>
  toPage(found, rowsPerPage, ({ createdAt, id }) => ({ at: createdAt, id }));

/** @returns `ids` is null where everybody, or too many, may be meant */
async function findMeant(
  db: Prisma,
  q: string,
  most: number,
): Promise<{ term: string | null; ids: string[] | null }> {
  if (q === "") return { term: null, ids: null };
  const id = readId(q);
  if (id) {
    const list = id.kind === "uuid" ? store.listByUuid : store.listByCustomer;
    return { term: null, ids: await list(db, id.id, most) };
  }
  const term = await store.findTerm(db, q);
  // Nothing but signs: no word begins with it.
  if (term === "") return { term, ids: [] };
  const ids = await store.listByWord(db, term, most + 1);
  return { term, ids: ids.length > most ? null : [...new Set(ids)] };
}
