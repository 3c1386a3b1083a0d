import { requireAdmin } from "#lib/admin/guard.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { nameActors } from "../actors.ts";
import { listOverrides } from "../overrides/list-overrides.ts";
import { overridesQuery } from "../overrides/validation.ts";
import { parsePersonId } from "./acts/forms.ts";
import * as store from "./detail-store.ts";
import { getWorkspace, type Membership, shownAtMost } from "./get-workspace.ts";

export type UserDetail = Awaited<ReturnType<typeof getUserDetail>>;

/**
 * Everything about a person, and about one of their workspaces.
 * @param wish which of them; where it is none of theirs, the first that is open
 * @throws Refusal `forbidden`, `second_factor`, `not_found`
 */
export async function getUserDetail(
  db: Prisma,
  viewer: Viewer,
  unverifiedId: string,
  wish: string | null,
  now: Date,
) {
  requireAdmin(viewer);
  const profileId = parsePersonId(unverifiedId);
  const person = await store.findPerson(db, profileId);
  if (!person) throw new Refusal("not_found");
  const chosen = chooseWorkspace(person.memberships, wish);
  const [workspace, { rows: overrides }, suspendedCodes, audit] = await Promise.all([
    chosen && getWorkspace(db, viewer, person, chosen, now),
    listOverrides(db, viewer, overridesQuery.parse({ q: profileId }), now),
    store.countSuspended(db, profileId),
    store.listAudit(db, { subject: `profile:${profileId}` }, shownAtMost),
  ]);
  const actors = [...audit, ...(workspace?.audit ?? [])].map(({ actor }) => actor);
  const actorOf = await nameActors(db, viewer, actors);
  return { person, workspace, overrides, suspendedCodes, audit, actorOf };
}

function chooseWorkspace(memberships: readonly Membership[], wish: string | null): Membership | null {
  const wished = memberships.find(({ workspace }) => workspace.id === wish);
  const open = memberships.find(({ workspace }) => workspace.closedAt === null);
  return wished ?? open ?? memberships[0] ?? null;
}
