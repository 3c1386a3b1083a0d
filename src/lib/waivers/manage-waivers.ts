import type { AuditAction } from "#lib/audit/categories.ts";
import type { AuditEntry, AuditFacts } from "#lib/audit/record.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { changeAccess } from "./change-access.ts";
import * as store from "./store.ts";
import { type GrantWaiver, type ListWaivers, requireFuture } from "./validation.ts";

/** The caller has shown that `actor` may do this: `api_key:<id>` or `admin:<id>`. */
export async function grantWaiver(
  db: PrismaRoot,
  actor: string,
  input: GrantWaiver,
  now: Date,
): Promise<store.Waiver> {
  requireFuture(input.endsAt, now);
  const { workspaceId } = input;
  const granted = await db.$transaction(async (tx) => {
    if (!(await store.isWorkspace(tx, workspaceId))) throw new Refusal("not_found");
    return changeAccess(tx, workspaceId, now, async () => {
      const open = await store.findOpenWaiver(tx, workspaceId);
      if (open && isLive(open, now)) throw new Refusal("conflict", { values: { reason: "waiver_live" } });
      const audit = open ? [await closeEnded(tx, open)] : [];
      const result = await store.insertWaiver(tx, actor, input, now);
      return { result, audit: [...audit, waiverEntry(actor, "waiver.granted", result)] };
    });
  });
  await gatekeeper().invalidateCache(workspaceId);
  return granted;
}

/**
 * @throws Refusal `not_found` where the workspace has no waiver that is in force
 */
export async function revokeWaiver(
  db: PrismaRoot,
  actor: string,
  workspaceId: string,
  reason: string,
  now: Date,
): Promise<store.Waiver> {
  const revoked = await db.$transaction(async (tx) => {
    if (!(await store.isWorkspace(tx, workspaceId))) throw new Refusal("not_found");
    return changeAccess(tx, workspaceId, now, async () => {
      const open = await store.findOpenWaiver(tx, workspaceId);
      if (!open || !isLive(open, now)) throw new Refusal("not_found");
      const result = await store.closeWaiver(tx, open, now, actor, reason);
      return { result, audit: [waiverEntry(actor, "waiver.revoked", result)] };
    });
  });
  await gatekeeper().invalidateCache(workspaceId);
  return revoked;
}

/** The newest first; without `includeExpired` only those that are in force. */
export function listWaivers(db: Prisma, query: ListWaivers, now: Date): Promise<store.Waiver[]> {
  return store.listWaivers(db, query, now);
}

export function isLive({ revokedAt, endsAt }: store.Waiver, now: Date): boolean {
  return revokedAt === null && (endsAt === null || endsAt > now);
}

/** Writes down that a waiver has ended by its date, so that there is room for another one. */
export async function closeEnded(tx: Prisma, waiver: store.Waiver): Promise<AuditEntry> {
  const { by, reason } = store.ended;
  const closed = await store.closeWaiver(tx, waiver, waiver.endsAt ?? waiver.createdAt, by, reason);
  return waiverEntry(by, "waiver.ended", closed);
}

function waiverEntry(actor: string, action: AuditAction, waiver: store.Waiver): AuditEntry {
  const after: AuditFacts = {
    tier: waiver.tier,
    reason: waiver.revokeReason ?? waiver.reason,
    endsAt: waiver.endsAt?.toISOString() ?? null,
  };
  const { workspaceId } = waiver;
  return { actor, action, subject: `waiver:${waiver.id}`, workspaceId, after };
}
