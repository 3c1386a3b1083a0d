import { requireAdmin } from "#lib/admin/guard.ts";
import { listAccessFacts } from "#lib/entitlements/projection-store.ts";
import { env } from "#lib/env/server.ts";
import type { Override } from "#lib/waivers/store.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { type Prisma, sql } from "#platform/db/prisma.ts";
import { toPage } from "#shared/keyset.ts";
import { nameActors } from "../actors.ts";
import {
  type FoundPerson,
  type FoundWorkspace,
  findPeople,
  workspaceWithOwner,
} from "../workspaces/find-workspaces.ts";
import { searchWorkspaces } from "../workspaces/search-workspaces.ts";
import { type Effect, effectOf, factOf } from "./effect.ts";
import type { OverrideState, OverridesQuery } from "./validation.ts";

const rowsPerPage = 50;

type Row = Override & { workspace: FoundWorkspace | null; profile: FoundPerson | null };
export type ListedOverride = Awaited<ReturnType<typeof listOverrides>>["rows"][number];

/** The newest first, of all workspaces and people. @throws Refusal `forbidden` */
export async function listOverrides(db: Prisma, viewer: Viewer, query: OverridesQuery, now: Date) {
  requireAdmin(viewer);
  const { q, state, after } = query;
  const [{ ids, isCut }, people] = await Promise.all([
    searchWorkspaces(db, viewer, q),
    findPeople(db, viewer, q),
  ]);
  const profileIds = people.map(({ id }) => id);
  const isFound = sql`AND (o.workspace_id = ANY(${ids}::uuid[]) OR o.profile_id = ANY(${profileIds}::uuid[]))`;
  const found = await db.$queryRaw<Row[]>(sql`
    SELECT o.id, o.workspace_id AS "workspaceId", o.profile_id AS "profileId", o.effect, o.feature,
      o.limit_name AS "limitName", o.limit_value AS "limitValue", o.reason, o.created_by AS "createdBy",
      o.ends_at AS "endsAt", o.ended_at AS "endedAt", o.ended_by AS "endedBy", o.end_reason AS "endReason",
      o.created_at AS "createdAt",
      (SELECT row_to_json(s) FROM (SELECT ${workspaceWithOwner} FROM workspaces w WHERE w.id = o.workspace_id) s) AS workspace,
      (SELECT json_build_object('id', p.id, 'email', p.email, 'name', p.name) FROM profiles p WHERE p.id = o.profile_id) AS profile
    FROM entitlement_overrides o
    WHERE true ${ids === null ? sql`` : isFound} ${inState(state, now)}
      ${after ? sql`AND (o.created_at, o.id) < (${after.at}, ${after.id}::uuid)` : sql``}
    ORDER BY o.created_at DESC, o.id DESC LIMIT ${rowsPerPage + 1}`);
  const { rows, next } = toPage(found, rowsPerPage, ({ createdAt, id }) => ({ at: createdAt, id }));
  const actorOf = await nameActors(
    db,
    viewer,
    rows.flatMap(({ createdBy, endedBy }) => [createdBy, endedBy]),
  );
  const isLive = ({ endedAt, endsAt }: Row) => endedAt === null && (endsAt === null || endsAt > now);
  const effects = await listEffects(db, rows.filter(isLive), now);
  const listed = rows.map((row) => ({
    ...row,
    state: isLive(row) ? ("live" as const) : ("ended" as const),
    author: actorOf(row.createdBy),
    ender: actorOf(row.endedBy),
    now: effects.get(row.id) ?? null,
  }));
  return { rows: listed, next, isCut };
}

function inState(state: OverrideState | null, now: Date) {
  switch (state) {
    case null:
      return sql``;
    case "live":
      return sql`AND o.ended_at IS NULL AND (o.ends_at IS NULL OR o.ends_at > ${now})`;
    case "ended":
      return sql`AND (o.ended_at IS NOT NULL OR o.ends_at <= ${now})`;
  }
}

/** Of workspaces' alone: one of a person does as much as the workspace lets it in which they act. */
async function listEffects(db: Prisma, live: readonly Override[], now: Date): Promise<Map<string, Effect>> {
  const known = await listAccessFacts(
    db,
    live.flatMap(({ workspaceId }) => workspaceId ?? []),
  );
  const factsOf = new Map(known.map(({ workspaceId, facts }) => [workspaceId, facts]));
  const effects = live.flatMap(({ limitName: limit, limitValue: value, ...row }) => {
    const fact = factOf({ ...row, limit, value });
    const facts = row.workspaceId === null ? undefined : factsOf.get(row.workspaceId);
    if (!facts || fact === null) return [];
    return [[row.id, effectOf(facts, fact, now, env().GATEKEEPER_ENABLED)] as const];
  });
  return new Map(effects);
}
