import { revokeKeysOf } from "#lib/api-keys/workspace-keys.ts";
import type { AuditAction } from "#lib/audit/categories.ts";
import { type AuditEntry, type AuditFacts, recordAudit } from "#lib/audit/record.ts";
import { askStripe } from "#lib/billing/ask-stripe.ts";
import { endBilling } from "#lib/billing/end-billing.ts";
import type { SyncTools } from "#lib/billing/mirror/sync-customer.ts";
import { manyCodesTransaction } from "#lib/codes/many-codes.ts";
import { setClosed } from "#lib/workspaces/store.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { decideDeletion, dueSince, undoEnd } from "./deletion.ts";
import { type LockedPerson, lockPerson, requireOtherAdmin } from "./lock-person.ts";
import * as store from "./store.ts";
import { tellPerson } from "./tell-person.ts";

/** Who has an account deleted, and how the audit tells it. */
export type DeletionOrder = {
  profileId: string;
  actor: string;
  action: AuditAction;
  /** Why, where somebody else orders it. */
  reason?: string;
  /** Without the time in which it can be taken back. */
  isImmediate?: boolean;
};

/** Begins to delete the viewer's own account; see `beginDeletion`. */
export function requestDeletion(tools: SyncTools, { profileId }: Viewer): Promise<void> {
  const actor = ownActor(profileId);
  return beginDeletion(tools, { profileId, actor, action: "account.deletion_requested" });
}

/**
 * Begins to delete an account: from now on its workspace is closed, its codes are gone and its API
 * keys are over. Paying ends first: where Stripe does not confirm that, nothing else happens, and
 * what is bought at the same moment is ended by the sweep. Asking twice is asking once.
 * @throws Refusal `not_found`, `conflict` to the last admin and to the only owner of a workspace with
 *   others in it, `unavailable` when Stripe does not answer
 */
export async function beginDeletion(tools: SyncTools, order: DeletionOrder): Promise<void> {
  const { db, now } = tools;
  const { profileId, isImmediate = false } = order;
  // Asked before anything ends at Stripe, and again under the locks under which it is decided.
  await db.$transaction((tx) => lockDeletable(tx, order));
  const toClose = await requireDeletable(db, profileId);
  await askStripe(async () => {
    for (const id of toClose) await endBilling(tools, id);
  });
  await db.$transaction(async (tx) => {
    const { deletionRequestedAt } = await lockDeletable(tx, order);
    const at = now();
    // As if it had been asked for when the time to take it back was over: the sweep finds it due.
    const since = isImmediate ? dueSince(at) : at;
    if (deletionRequestedAt !== null && (!isImmediate || deletionRequestedAt <= since)) return;
    await store.lockWorkspaces(tx, profileId);
    const closed = await requireDeletable(tx, profileId);
    await store.setDeletionRequested(tx, profileId, since);
    for (const id of closed) await setClosed(tx, id, at, at);
    await revokeKeysOf(tx, profileId, at);
    await recordAudit(tx, [entry(order, closed)], at);
    if (isImmediate) return;
    const values = { until: undoEnd(at).toISOString() };
    const notice = { kind: "account_leaving" as const, about: at.toISOString(), values };
    await tellPerson(tx, profileId, notice, at);
  }, manyCodesTransaction);
}

async function lockDeletable(tx: Prisma, { profileId, actor }: DeletionOrder): Promise<LockedPerson> {
  const person = await lockPerson(tx, profileId);
  requireOtherAdmin(person, actor === ownActor(profileId) ? "own_last_admin" : "last_admin");
  return person;
}

const ownActor = (profileId: string) => `profile:${profileId}`;

/** @returns the workspaces that would be closed */
async function requireDeletable(db: Prisma, profileId: string): Promise<string[]> {
  const decision = decideDeletion(await store.listBelongings(db, profileId));
  if (decision.kind === "only_owner") {
    const { workspace } = decision;
    throw new Refusal("conflict", { values: { reason: "only_owner", workspace } });
  }
  return decision.closedWorkspaceIds;
}

function entry(order: DeletionOrder, closedWorkspaces: string[]): AuditEntry {
  const { profileId, actor, action, reason, isImmediate } = order;
  const ordered: AuditFacts = reason === undefined ? {} : { reason, isImmediate: isImmediate ?? false };
  return {
    ...{ actor, action },
    subject: `profile:${profileId}`,
    workspaceId: closedWorkspaces[0] ?? null,
    after: { closedWorkspaces, ...ordered },
  };
}
