import { allowAct } from "#lib/admin/acts.ts";
import { requireAdmin } from "#lib/admin/guard.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { env } from "#lib/env/server.ts";
import { addOverride, endOverride } from "#lib/waivers/manage-overrides.ts";
import { isWorkspace, type Override } from "#lib/waivers/store.ts";
import type { AddOverride } from "#lib/waivers/validation.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { type Effect, effectOf, factOf } from "./effect.ts";

/** A person is in few workspaces; of more the first are shown. */
const mostWorkspaces = 10;

export type EffectIn = { workspace: { id: string; name: string }; effect: Effect };

/**
 * What an override would do now: in its workspace, or in each of the person's.
 * @throws Refusal `forbidden`, `not_found` for a workspace or person that is not there
 */
export async function previewOverride(
  db: Prisma,
  viewer: Viewer,
  override: AddOverride,
  now: Date,
): Promise<EffectIn[]> {
  requireAdmin(viewer);
  const { workspaceId, profileId } = override;
  if (workspaceId !== undefined && !(await isWorkspace(db, workspaceId))) throw new Refusal("not_found");
  const fact = factOf(override);
  if (fact === null) return [];
  const workspaces = await db.workspace.findMany({
    where: workspaceId === undefined ? { members: { some: { profileId } } } : { id: workspaceId },
    select: { id: true, name: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: mostWorkspaces,
  });
  return Promise.all(
    workspaces.map(async (workspace) => {
      const facts = await findAccessFacts(db, workspace.id, profileId);
      return { workspace, effect: effectOf(facts, fact, now, env().GATEKEEPER_ENABLED) };
    }),
  );
}

/** @returns what it did @throws Refusal `forbidden`, `second_factor`, `not_found`, `validation` */
export async function addOverrideByAdmin(
  db: PrismaRoot,
  viewer: Viewer,
  input: AddOverride,
  now: Date,
): Promise<EffectIn[]> {
  await addOverride(db, allowAct(viewer, "override.added", now), input, now);
  // With it among the facts: what it did is told by what is true now.
  return previewOverride(db, viewer, input, now);
}

/** @throws Refusal `forbidden`, `validation`, `not_found` where there is none, or it is over already */
export async function endOverrideByAdmin(
  db: PrismaRoot,
  viewer: Viewer,
  id: string,
  reason: string,
  now: Date,
): Promise<Override> {
  return endOverride(db, allowAct(viewer, "override.ended", now, reason), id, reason, now);
}
