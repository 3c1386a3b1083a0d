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

/** Who is meant, as a condition on a profile `p`; null where everybody may be, or too many to look them up. */
export type Meant = Sql | null;

/** The words that begin as the term does. */
function wordsOf(term: string): Sql {
  const beginning = [...term].slice(0, wordLength).join("");
  return sql`FROM profile_words WHERE word >= ${beginning} AND word < ${beginning + last}`;
}

/** Whether no more than `most` words begin as the term does. */
export async function isRare(db: Prisma, term: string, most: number): Promise<boolean> {
  const [row] = await db.$queryRaw<{ count: number }[]>(sql`
    SELECT count(*)::int AS count FROM (SELECT ${wordsOf(term)} ORDER BY word LIMIT ${most + 1}) found`);
  return row !== undefined && row.count <= most;
}

export const byWord = (term: string): Meant => sql`SELECT profile_id ${wordsOf(term)}`;

/** Whose id it is, and who is in the workspace whose id it is. */
export const byUuid = (id: string): Meant => sql`
  SELECT ${id}::uuid UNION SELECT profile_id FROM workspace_members WHERE workspace_id = ${id}::uuid`;

export const byCustomer = (id: string): Meant => sql`
  SELECT m.profile_id FROM billing_customers c JOIN workspace_members m ON m.workspace_id = c.workspace_id
  WHERE c.id = ${id}`;

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

/** Those of the people that are meant who fit, the newest first. */
export function listMeant(
  db: Prisma,
  query: UsersQuery,
  meant: Sql,
  term: string | null,
  limit: number,
): Promise<UserRow[]> {
  return db.$queryRaw<UserRow[]>(
    show(sql`
      SELECT p.id FROM profiles p ${ownAccess}
      WHERE p.id = ANY(ARRAY(${meant})) ${hasTerm(term)} ${within(query, sql`p.created_at`, sql`p.id`)}
        ${ofProfile(query)} ${ofAccess(query)}
      ORDER BY p.created_at DESC, p.id DESC LIMIT ${limit}`),
  );
}

/** Whether the list is walked through by people, and not by what their workspaces may do. */
function isByProfile({ role, state, tier, source }: UsersQuery): boolean {
  return isFew({ role, state }) || (tier === null && source === null);
}

/** Whether there are so few of the kind that they have an order of their own. */
const isFew = ({ role, state }: Pick<UsersQuery, "role" | "state">): boolean =>
  role === "ADMIN" || (state !== null && state !== "active");

/** Those that are walked through: by the narrowest order that there is for the filters. */
function walked(query: UsersQuery): Sql {
  if (!isByProfile(query)) {
    return sql`SELECT a.profile_id AS id, a.signed_up_at AS created_at FROM workspace_access a
      WHERE a.profile_id IS NOT NULL ${within(query, sql`a.signed_up_at`, sql`a.profile_id`)} ${ofAccess(query)}
      ORDER BY a.signed_up_at DESC, a.profile_id DESC`;
  }
  return sql`SELECT p.* FROM profiles p
    WHERE true ${within(query, sql`p.created_at`, sql`p.id`)} ${when(isFew(query), () => ofProfile(query))}
    ORDER BY p.created_at DESC, p.id DESC`;
}

/** Those that fit among so many of the newest, the newest first. */
export function listNewest(
  db: Prisma,
  query: UsersQuery,
  term: string | null,
  window: number,
  limit: number,
): Promise<UserRow[]> {
  const some = sql`(${walked(query)} LIMIT ${window})`;
  const fits = sql`${hasTerm(term)} ${ofProfile(query)}`;
  const from = isByProfile(query)
    ? sql`${some} p ${when(query.tier ?? query.source, () => ownAccess)} WHERE true ${fits} ${ofAccess(query)}`
    : sql`${some} w CROSS JOIN LATERAL (SELECT * FROM profiles WHERE id = w.id LIMIT 1) p WHERE true ${fits}`;
  return db.$queryRaw<UserRow[]>(
    show(
      sql`SELECT p.id FROM ${from} ORDER BY ${isByProfile(query) ? sql`p` : sql`w`}.created_at DESC, p.id DESC LIMIT ${limit}`,
    ),
  );
}

/** How far so many of the newest reach; null where there are no more of them. */
export async function findWindowEnd(db: Prisma, query: UsersQuery, window: number): Promise<Place | null> {
  const [row] = await db.$queryRaw<Place[]>(sql`
    SELECT w.created_at AS at, w.id FROM (${walked(query)} OFFSET ${window - 1} LIMIT 1) w`);
  return row ?? null;
}
