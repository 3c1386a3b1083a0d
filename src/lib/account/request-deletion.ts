import { revokeKeysOf } from "#lib/api-keys/workspace-keys.ts";
import { type AuditEntry, recordAudit } from "#lib/audit/record.ts";
import { askStripe } from "#lib/billing/ask-stripe.ts";
import { endBilling } from "#lib/billing/end-billing.ts";
import type { SyncTools } from "#lib/billing/mirror/sync-customer.ts";
import { manyCodesTransaction } from "#lib/codes/many-codes.ts";
import { setClosed } from "#lib/workspaces/store.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { decideDeletion, undoEnd } from "./deletion.ts";
import * as store from "./store.ts";
import { tellPerson } from "./tell-person.ts";

/**
 * Begins to delete the viewer's account: from now on their workspace is closed, its codes are gone
 * and their API keys are over. Paying ends first: where Stripe does not confirm that, nothing else
 * happens, and what is bought at the same moment is ended by the sweep. Asking twice is asking once.
 * @throws Refusal `conflict` to the only owner of a workspace with others in it, `unavailable`
 *   when Stripe does not answer
 */
export async function requestDeletion(tools: SyncTools, viewer: Viewer): Promise<void> {
  const { db, now } = tools;
  const toClose = await requireDeletable(db, viewer.profileId);
  await askStripe(async () => {
    for (const id of toClose) await endBilling(tools, id);
  });
  await db.$transaction(async (tx) => {
    const { deletionRequestedAt } = await store.lockDeletion(tx, viewer.profileId);
    if (deletionRequestedAt !== null) return;
    await store.lockWorkspaces(tx, viewer.profileId);
    const at = now();
    const closed = await requireDeletable(tx, viewer.profileId);
    await store.setDeletionRequested(tx, viewer.profileId, at);
    for (const id of closed) await setClosed(tx, id, at, at);
    await revokeKeysOf(tx, viewer.profileId, at);
    await recordAudit(tx, [entry(viewer.profileId, closed)], at);
    const values = { until: undoEnd(at).toISOString() };
    const notice = { kind: "account_leaving" as const, about: at.toISOString(), values };
    await tellPerson(tx, viewer.profileId, notice, at);
  }, manyCodesTransaction);
}

/** @returns the workspaces that would be closed */
async function requireDeletable(db: Prisma, profileId: string): Promise<string[]> {
  const decision = decideDeletion(await store.listBelongings(db, profileId));
  if (decision.kind === "only_owner") {
    const { workspace } = decision;
    throw new Refusal("conflict", { values: { reason: "only_owner", workspace } });
  }
  return decision.closedWorkspaceIds;
}

function entry(profileId: string, closedWorkspaces: string[]): AuditEntry {
  return {
    actor: `profile:${profileId}`,
    action: "account.deletion_requested",
    subject: `profile:${profileId}`,
    workspaceId: closedWorkspaces[0] ?? null,
    after: { closedWorkspaces },
  };
}
