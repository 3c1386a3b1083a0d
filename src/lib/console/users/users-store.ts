import type { Source } from "#lib/entitlements/resolve.ts";
import type { Tier } from "#lib/entitlements/tiers.ts";
import type { PlatformRole } from "#lib/workspaces/viewer.ts";
import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { Place } from "#shared/keyset.ts";
import { endOfDay } from "../day-filter.ts";
import type { AccountState, UsersQuery } from "./users-validation.ts";

// Looks at everybody, so that nothing here is for anybody but admins. Each statement reads a bounded
// number of rows by an index, whatever is searched for: what a term finds, where that is little, and
// else so many of the newest.

type Sql = ReturnType<typeof sql>;

export type UserRow = {
  id: string;
  email: string;
  name: string;
  role: PlatformRole;
  state: AccountState;
  createdAt: Date;
  /** Of their own workspace; null for somebody who has none, or none that is known yet. */
  workspaceId: string | null;
  tier: Tier | null;
  source: Source | null;
  /** Those that are not deleted, up to `codesCounted`. */
  codes: number;
};

export const codesCounted = 1_000;
/** How much of a word is in `profile_words`. */
const wordLength = 20;
/** After everything that begins with what stands before it. */
const last = "\u{10ffff}";

const stateOf = sql`CASE WHEN p.erased_at IS NOT NULL THEN 'erased' WHEN p.deletion_requested_at IS NOT NULL THEN 'leaving'
  WHEN p.paused_at IS NOT NULL THEN 'paused' ELSE 'active' END`;

/** As the database compares: without case, marks, and what stands before the first word. */
export async function findTerm(db: Prisma, q: string): Promise<string> {
  const [row] = await db.$queryRaw<{ term: string }[]>(sql`SELECT search_term(${q}) AS term`);
  return row?.term ?? "";
}

/** Who may be meant by a term, at most `limit` words of theirs. */
export async function listByWord(db: Prisma, term: string, limit: number): Promise<string[]> {
  const beginning = [...term].slice(0, wordLength).join("");
  const rows = await db.$queryRaw<{ id: string }[]>(sql`
    SELECT profile_id AS id FROM profile_words WHERE word >= ${beginning} AND word < ${beginning + last}
    ORDER BY word LIMIT ${limit}`);
  return rows.map(({ id }) => id);
}

/** Whose id it is, and who is in the workspace whose id it is. */
export async function listByUuid(db: Prisma, id: string, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(sql`
    SELECT id FROM profiles WHERE id = ${id}::uuid
    UNION SELECT profile_id FROM workspace_members WHERE workspace_id = ${id}::uuid LIMIT ${limit}`);
  return rows.map((row) => row.id);
}

export async function listByCustomer(db: Prisma, customerId: string, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(sql`
    SELECT m.profile_id AS id FROM billing_customers c
      JOIN workspace_members m ON m.workspace_id = c.workspace_id
    WHERE c.id = ${customerId} LIMIT ${limit}`);
  return rows.map(({ id }) => id);
}

const when = (isWanted: unknown, condition: () => Sql): Sql => (isWanted ? condition() : sql``);

/** Whether one of the starts of words in `search_text` goes on with the term. */
function hasTerm(term: string | null): Sql {
  if (term === null) return sql``;
  return sql`AND p.search_text LIKE ${`%\n${term.replace(/[\\%_]/g, "\\$&")}%`}`;
}

/** Where in time the list is, for whichever columns carry it. */
function within({ from, to, after }: UsersQuery, at: Sql, id: Sql): Sql {
  return sql`
    ${when(after, () => sql`AND (${at}, ${id}) < (${after?.at}, ${after?.id}::uuid)`)}
    ${when(from, () => sql`AND ${at} >= ${from}`)}
    ${when(to, () => sql`AND ${at} < ${to && endOfDay(to)}`)}`;
}

/** The leaving and the erased have an index of their own, as have admins. */
function ofProfile({ state, role }: UsersQuery): Sql {
  return sql`
    ${when(state === "leaving" || state === "erased", () => sql`AND p.deletion_requested_at IS NOT NULL`)}
    ${when(state === "paused", () => sql`AND p.paused_at IS NOT NULL`)}
    ${when(state, () => sql`AND ${stateOf} = ${state}`)}
    ${when(role, () => sql`AND p.role = ${role}::platform_role`)}`;
}

function ofAccess({ tier, source }: UsersQuery): Sql {
  return sql`
    ${when(tier, () => sql`AND a.tier = ${tier}`)}
    ${when(source, () => sql`AND a.source = ${source}`)}`;
}

/** One row or none for each person, so that the order in which people come stays. */
const ownAccess = sql`LEFT JOIN LATERAL (
  SELECT workspace_id, tier, source FROM workspace_access WHERE profile_id = p.id LIMIT 1) a ON true`;

function show(chosen: Sql): Sql {
  return sql`
    SELECT p.id, p.email, p.name, p.role, ${stateOf} AS state, p.created_at AS "createdAt",
      a.workspace_id AS "workspaceId", a.tier, a.source,
      (SELECT count(*)::int FROM (SELECT FROM qr_codes c
        WHERE c.workspace_id = a.workspace_id AND c.deleted_at IS NULL LIMIT ${codesCounted}) few) AS codes
    FROM (${chosen}) chosen JOIN profiles p ON p.id = chosen.id ${ownAccess}
    ORDER BY p.created_at DESC, p.id DESC`;
}

/** Those of the people named that fit, the newest first. */
export function listOf(
  db: Prisma,
  query: UsersQuery,
  term: string | null,
  ids: readonly string[],
  limit: number,
): Promise<UserRow[]> {
  return db.$queryRaw<UserRow[]>(
    show(sql`
      SELECT p.id FROM profiles p ${ownAccess}
      WHERE p.id = ANY(${ids}::uuid[]) ${hasTerm(term)} ${within(query, sql`p.created_at`, sql`p.id`)}
        ${ofProfile(query)} ${ofAccess(query)}
      ORDER BY p.created_at DESC, p.id DESC LIMIT ${limit}`),
  );
}

/** Those that are walked through: by the narrowest order that there is for the filters. */
function walked(query: UsersQuery): Sql {
  const isFew = query.role === "ADMIN" || (query.state !== null && query.state !== "active");
  if (isFew || (query.tier === null && query.source === null)) {
    return sql`SELECT p.id, p.created_at AS at FROM profiles p
      WHERE true ${within(query, sql`p.created_at`, sql`p.id`)} ${when(isFew, () => ofProfile(query))}
      ORDER BY p.created_at DESC, p.id DESC`;
  }
  return sql`SELECT a.profile_id AS id, a.signed_up_at AS at FROM workspace_access a
    WHERE a.profile_id IS NOT NULL ${within(query, sql`a.signed_up_at`, sql`a.profile_id`)} ${ofAccess(query)}
    ORDER BY a.signed_up_at DESC, a.profile_id DESC`;
}

/** Those that fit among so many of the newest, the newest first. */
export function listNewest(
  db: Prisma,
  query: UsersQuery,
  term: string | null,
  window: number,
  limit: number,
): Promise<UserRow[]> {
  return db.$queryRaw<UserRow[]>(
    show(sql`
      SELECT p.id FROM (${walked(query)} LIMIT ${window}) w
        CROSS JOIN LATERAL (SELECT * FROM profiles WHERE id = w.id LIMIT 1) p ${ownAccess}
      WHERE true ${hasTerm(term)} ${ofProfile(query)} ${ofAccess(query)}
      ORDER BY w.at DESC, w.id DESC LIMIT ${limit}`),
  );
}

/** How far so many of the newest reach; null where there are no more of them. */
export async function findWindowEnd(db: Prisma, query: UsersQuery, window: number): Promise<Place | null> {
  const [row] = await db.$queryRaw<Place[]>(sql`
    SELECT w.at, w.id FROM (${walked(query)} OFFSET ${window - 1} LIMIT 1) w`);
  return row ?? null;
}
