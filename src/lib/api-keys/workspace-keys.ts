import type { AuditAction } from "#lib/audit/categories.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { requireFeature } from "#lib/entitlements/gates.ts";
import { lockEffectivePlan } from "#lib/entitlements/lock-effective-plan.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { makeKey } from "./key.ts";
import * as store from "./store.ts";
import type { CreateKey } from "./validation.ts";

/** So many live keys a workspace may have at once. */
export const mostKeys = 20;

/** Whether the viewer may make, see and end the workspace's keys. */
export function canManageKeys({ workspace: { role } }: Viewer): boolean {
  return role === "OWNER" || role === "ADMIN";
}

function requireManager(viewer: Viewer): void {
  if (!canManageKeys(viewer)) throw new Refusal("forbidden");
}

/**
 * Makes a key that acts in the workspace as the viewer.
 * @returns the key's text, which is kept nowhere: whoever loses it makes another one
 * @throws Refusal `forbidden`, `plan_feature`, `conflict` beside as many as there may be
 */
export async function createWorkspaceKey(
  db: PrismaRoot,
  viewer: Viewer,
  { name, scopes }: CreateKey,
  now: Date,
): Promise<{ id: string; text: string }> {
  requireManager(viewer);
  const { profileId, workspace } = viewer;
  const { text, prefix, hash } = makeKey();
  return db.$transaction(async (tx) => {
    const entitlements = await lockEffectivePlan(tx, workspace.id, profileId, now);
    // Whoever leaves in this moment has been here before: their keys are ended under the same lock.
    if (!(await store.isStaying(tx, workspace.id, profileId))) throw new Refusal("forbidden");
    requireFeature(workspace.id, entitlements, "call_api");
    if ((await store.countLiveKeys(tx, workspace.id)) >= mostKeys) {
      throw new Refusal("conflict", { values: { reason: "too_many_keys", limit: mostKeys } });
    }
    const member = { workspaceId: workspace.id, profileId };
    const createdBy = actorOf(profileId);
    const id = await store.insertKey(tx, { member, name, prefix, hash, scopes, createdBy }, now);
    // Without the name, which is the person's own words and would outlast them here.
    const after = { prefix, scopes: [...scopes] };
    await recordAudit(tx, [{ ...entry("api_key.created", profileId, workspace.id, id), after }], now);
    return { id, text };
  });
}

/**
 * Ends a key of the workspace's at once, for good, whoever has made it.
 * @throws Refusal `forbidden`, `not_found` where there is none, or it is over
 */
export async function revokeWorkspaceKey(
  db: PrismaRoot,
  viewer: Viewer,
  id: string,
  now: Date,
): Promise<void> {
  requireManager(viewer);
  const { profileId, workspace } = viewer;
  await db.$transaction(async (tx) => {
    if (!(await store.endKey(tx, workspace.id, id, now))) throw new Refusal("not_found");
    await recordAudit(tx, [entry("api_key.revoked", profileId, workspace.id, id)], now);
  });
}

/** Ends every key that acts as a person who leaves: none comes back with them. */
export async function revokeKeysOf(tx: Prisma, profileId: string, now: Date): Promise<void> {
  const ended = await store.endKeysOf(tx, profileId, now);
  const entries = ended.map(({ id, workspaceId }) => entry("api_key.revoked", profileId, workspaceId, id));
  await recordAudit(tx, entries, now);
}

export type ListedKey = Awaited<ReturnType<typeof store.listLiveKeys>>[number];

/** The workspace's live keys, also while its plan lets none of them in. @throws Refusal `forbidden` */
export async function listWorkspaceKeys(db: Prisma, viewer: Viewer): Promise<ListedKey[]> {
  requireManager(viewer);
  return store.listLiveKeys(db, viewer.workspace.id);
}

const actorOf = (profileId: string) => `profile:${profileId}`;

function entry(action: AuditAction, profileId: string, workspaceId: string | null, keyId: string) {
  return { actor: actorOf(profileId), action, subject: `api_key:${keyId}`, workspaceId };
}
