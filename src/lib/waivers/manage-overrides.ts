import type { AuditAction } from "#lib/audit/categories.ts";
import { type AuditEntry, recordAudit } from "#lib/audit/record.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { type Changed, changeAccess } from "./change-access.ts";
import * as store from "./store.ts";
import { type AddOverride, type ListOverrides, requireFuture } from "./validation.ts";

/**
 * The caller has shown that `actor` may do this.
 * @throws Refusal `not_found` for a workspace or person that is not there, `validation`
 */
export async function addOverride(
  db: PrismaRoot,
  actor: string,
  input: AddOverride,
  now: Date,
): Promise<store.Override> {
  requireFuture(input.endsAt, now);
  const added = await db.$transaction(async (tx) => {
    const { workspaceId, profileId } = input;
    const isThere =
      workspaceId === undefined
        ? profileId !== undefined && (await store.isProfile(tx, profileId))
        : await store.isWorkspace(tx, workspaceId);
    if (!isThere) throw new Refusal("not_found");
    return change(tx, workspaceId ?? null, now, async () => {
      const result = await store.insertOverride(tx, actor, input, now);
      return { result, audit: [overrideEntry(actor, "override.added", result)] };
    });
  });
  await forgetAnswers(added);
  return added;
}

/** @throws Refusal `not_found` where there is none, or it is over already */
export async function endOverride(
  db: PrismaRoot,
  actor: string,
  id: string,
  reason: string,
  now: Date,
): Promise<store.Override> {
  const ended = await db.$transaction(async (tx) => {
    const found = await store.findOpenOverride(tx, id);
    if (!found || (found.endsAt !== null && found.endsAt <= now)) throw new Refusal("not_found");
    return change(tx, found.workspaceId, now, async () => {
      const result = await store.closeOverride(tx, id, now, actor, reason);
      if (!result) throw new Refusal("not_found");
      return { result, audit: [overrideEntry(actor, "override.ended", result)] };
    });
  });
  await forgetAnswers(ended);
  return ended;
}

export function listOverrides(db: Prisma, query: ListOverrides, now: Date): Promise<store.Override[]> {
  return store.listOverrides(db, query, now);
}

/** What is kept of a person's workspaces is known to be old by their versions. */
export async function forgetAnswers({ workspaceId }: Pick<store.Override, "workspaceId">): Promise<void> {
  if (workspaceId !== null) await gatekeeper().invalidateCache(workspaceId);
}

/** What is said of a person pauses nothing in a workspace: it is asked when that person acts. */
async function change<Result>(
  tx: Prisma,
  workspaceId: string | null,
  now: Date,
  act: () => Promise<Changed<Result>>,
  before = now,
): Promise<Result> {
  if (workspaceId !== null) return changeAccess(tx, workspaceId, now, act, before);
  const { result, audit } = await act();
  await recordAudit(tx, audit, now);
  return result;
}

/** Writes down that an override is over by its date, with what follows for the workspace's codes. */
export async function endDueOverride(tx: Prisma, due: store.Override, now: Date, before: Date) {
  const { by, reason } = store.ended;
  const act = async () => {
    const closed = await store.closeOverride(tx, due.id, due.endsAt ?? now, by, reason);
    if (!closed) return { result: false, audit: [] };
    return { result: true, audit: [overrideEntry(by, "override.ended", closed)] };
  };
  return change(tx, due.workspaceId, now, act, before);
}

function overrideEntry(actor: string, action: AuditAction, override: store.Override): AuditEntry {
  const { workspaceId, profileId, effect, feature, limitName, limitValue, endsAt } = override;
  return {
    actor,
    action,
    subject: `override:${override.id}`,
    workspaceId,
    after: {
      profileId,
      effect,
      feature,
      limit: limitName,
      value: limitValue,
      reason: override.endReason ?? override.reason,
      endsAt: endsAt?.toISOString() ?? null,
    },
  };
}
