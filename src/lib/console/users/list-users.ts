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
  const { term, meant } = await findMeant(db, query.q, bounds.words);
  if (term === "") return { rows: [], next: null, isCutShort: false };
  if (meant !== null) {
    const found = await store.listMeant(db, query, meant, term, rowsPerPage + 1);
    return { ...pageOf(found), isCutShort: false };
  }
  const page = pageOf(await store.listNewest(db, query, term, bounds.window, rowsPerPage + 1));
  if (page.next !== null) return { ...page, isCutShort: false };
  const next = await store.findWindowEnd(db, query, bounds.window);
  return { ...page, next, isCutShort: next !== null };
}

const pageOf = (found: store.UserRow[]) =>
  toPage(found, rowsPerPage, ({ createdAt, id }) => ({ at: createdAt, id }));

/** @returns an empty term for what is nothing but signs: no word begins with it */
async function findMeant(
  db: Prisma,
  q: string,
  most: number,
): Promise<{ term: string | null; meant: store.Meant }> {
  if (q === "") return { term: null, meant: null };
  const id = readId(q);
  if (id) {
    return { term: null, meant: id.kind === "uuid" ? store.byUuid(id.id) : store.byCustomer(id.id) };
  }
  const term = await store.findTerm(db, q);
  const isRare = term !== "" && (await store.isRare(db, term, most));
  return { term, meant: isRare ? store.byWord(term) : null };
}
