import { recordAudit } from "#lib/audit/record.ts";
import { type AuthAdmin, deleteUser } from "#lib/auth/delete-user.ts";
import { endBilling, eraseBillingDetails, forgetCustomers } from "#lib/billing/end-billing.ts";
import type { SyncTools } from "#lib/billing/mirror/sync-customer.ts";
import { manyCodesTransaction } from "#lib/codes/many-codes.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { dueSince, pseudonym, pseudonymousEmail } from "./deletion.ts";
import * as store from "./store.ts";
import { tellPerson } from "./tell-person.ts";

export type ErasureTools = SyncTools & { admin: AuthAdmin; secret: string };

/**
 * Erases an account that is due: paying first, then the person at Supabase, then everything
 * personal here, in one transaction. Each step may be done again, and only the last one says that
 * it is over, so whoever dies on the way is followed by somebody who begins anew. The trial's
 * hash, invoices and audit stay.
 */
export async function eraseAccount(tools: ErasureTools, profileId: string): Promise<void> {
  const workspaceIds = await store.listClosedWorkspaceIds(tools.db, profileId);
  for (const id of workspaceIds) {
    await endBilling(tools, id);
    await forgetCustomers(tools, id);
  }
  await deleteUser(tools.admin, profileId);
  await tools.db.$transaction((tx) => erase(tx, tools, profileId, workspaceIds), manyCodesTransaction);
}

async function erase(
  tx: Prisma,
  { now, secret }: ErasureTools,
  profileId: string,
  workspaceIds: string[],
): Promise<void> {
  const at = now();
  const { deletionRequestedAt, erasedAt } = await store.lockDeletion(tx, profileId);
  // Somebody else was quicker.
  if (erasedAt !== null || deletionRequestedAt === null || deletionRequestedAt > dueSince(at)) return;
  const name = pseudonym(profileId, secret);
  for (const id of workspaceIds) {
    await store.eraseWorkspace(tx, id, name, at);
    await eraseBillingDetails(tx, id);
  }
  await store.deletePendingMails(tx, profileId, workspaceIds);
  // The last one: the sweep forgets whom it went to once it is sent.
  await tellPerson(tx, profileId, { kind: "account_deleted", about: "account", values: {} }, at);
  await store.eraseProfile(tx, profileId, { name, email: pseudonymousEmail(name) }, at);
  const entry = { actor: "system", action: "account.erased", subject: `profile:${profileId}` } as const;
  await recordAudit(tx, [{ ...entry, workspaceId: workspaceIds[0] ?? null }], at);
}
