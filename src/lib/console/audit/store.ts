import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { Place } from "#shared/keyset.ts";
import { endOfDay } from "../day-filter.ts";
import type { ActorKind } from "./validation.ts";

// Looks across all workspaces, so that nothing here is for anybody but admins.

export type AuditRow = {
  id: bigint;
  actor: string;
  action: string;
  subject: string;
  workspaceId: string | null;
  before: unknown;
  after: unknown;
  address: string | null;
  at: Date;
};

/** What rows are wanted; null is any. */
export type AuditWish = {
  kind: ActorKind | null;
  actors: string[] | null;
  /** Any of them. */
  actions: string[] | null;
  subjects: string[] | null;
  workspaceId: string | null;
  from: Date | null;
  to: Date | null;
};

type Sql = ReturnType<typeof sql>;

const columns = sql`
  a.id, a.actor, a.action, a.subject, a.workspace_id AS "workspaceId", a.before, a.after, a.address, a.at`;
const kindOf = sql`split_part(a.actor, ':', 1)`;

/**
 * The newest first. Each value of the narrowest filter is one walk down an index that goes on by
 * time, and the walks are merged: so a page costs the same however much there is besides.
 * @param allActions every action that the table holds
 */
export function auditStatement(
  wish: AuditWish,
  allActions: string[],
  after: Place | null,
  limit: number,
): Sql {
  const walk = chooseWalk(wish, allActions);
  const time = walk === null && wish.workspaceId === null ? timeOfAll : timeOfSome;
  const walked = (condition: Sql, rest: AuditWish) => sql`
    SELECT ${columns} FROM audit_events a
    WHERE ${condition} ${allOf(rest)} ${within(wish, time)}
      ${after ? sql`AND (${time(sql`a.at`)}, a.id) < (${time(sql`${after.at}::timestamptz`)}, ${BigInt(after.id)})` : sql``}
    ORDER BY ${time(sql`a.at`)} DESC, a.id DESC LIMIT ${limit}`;
  if (walk === null) return walked(sql`true`, wish);
  return sql`
    SELECT found.* FROM unnest(${walk.values}::text[]) AS walk(value)
      CROSS JOIN LATERAL (${walked(sql`${walk.column} = walk.value`, walk.rest)}) AS found
    ORDER BY found.at DESC, found.id DESC LIMIT ${limit}`;
}

export function listAudit(db: Prisma, ...wanted: Parameters<typeof auditStatement>): Promise<AuditRow[]> {
  return db.$queryRaw<AuditRow[]>(auditStatement(...wanted));
}

/** @property rest what the walk itself does not see to */
type Walk = { column: Sql; values: string[]; rest: AuditWish };

/** The filter that leaves the fewest rows, and the values that it allows; null for one plain walk. */
function chooseWalk(wish: AuditWish, allActions: string[]): Walk | null {
  const { kind, actors, actions, subjects, workspaceId } = wish;
  if (subjects !== null)
    return { column: sql`a.subject`, values: subjects, rest: { ...wish, subjects: null } };
  if (actors !== null) return { column: sql`a.actor`, values: actors, rest: { ...wish, actors: null } };
  if (workspaceId !== null || (actions === null && kind === null)) return null;
  return { column: sql`a.action`, values: actions ?? allActions, rest: { ...wish, actions: null } };
}

function allOf({ kind, actors, actions, subjects, workspaceId }: AuditWish): Sql {
  return sql`
    ${kind === null ? sql`` : sql`AND ${kindOf} = ${kind}`}
    ${actors === null ? sql`` : sql`AND a.actor = ANY(${actors})`}
    ${actions === null ? sql`` : sql`AND a.action = ANY(${actions})`}
    ${subjects === null ? sql`` : sql`AND a.subject = ANY(${subjects})`}
    ${workspaceId === null ? sql`` : sql`AND a.workspace_id = ${workspaceId}::uuid`}`;
}

/** As the index spells time that is walked where nothing but time is asked for, and no other. */
const timeOfAll = (at: Sql) => sql`(${at} AT TIME ZONE 'UTC')`;
const timeOfSome = (at: Sql) => at;

function within({ from, to }: AuditWish, time: (at: Sql) => Sql): Sql {
  return sql`
    ${from === null ? sql`` : sql`AND ${time(sql`a.at`)} >= ${time(sql`${from}::timestamptz`)}`}
    ${to === null ? sql`` : sql`AND ${time(sql`a.at`)} < ${time(sql`${endOfDay(to)}::timestamptz`)}`}`;
}

/** What the retention has removed last of each kind of rows. */
export function listRemovals(
  db: Prisma,
  limit: number,
): Promise<{ subject: string; after: unknown; at: Date }[]> {
  return db.auditEvent.findMany({
    where: { action: "retention.removed" },
    select: { subject: true, after: true, at: true },
    orderBy: { at: "desc" },
    take: limit,
  });
}
