import { recordAudit } from "#lib/audit/record.ts";
import { handleDowngrade } from "#lib/codes/handle-downgrade.ts";
import { manyCodesTransaction } from "#lib/codes/many-codes.ts";
import { setClosed } from "#lib/workspaces/store.ts";
import type { PrismaRoot } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { canBeKept } from "./deletion.ts";
import * as store from "./store.ts";

/**
 * Takes a deletion back: the workspace opens again, and its codes lead on as far as Free or what
 * is left of the trial allows. What was paid for has ended.
 * @throws Refusal `forbidden` when it is too late
 */
export async function keepAccount(db: PrismaRoot, profileId: string, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const { deletionRequestedAt, erasedAt } = await store.lockDeletion(tx, profileId);
    if (erasedAt !== null) throw new Refusal("forbidden");
    if (deletionRequestedAt === null) return;
    if (!canBeKept(deletionRequestedAt, now)) throw new Refusal("forbidden");
    const opened = await store.listClosedWorkspaceIds(tx, profileId);
    await store.setDeletionRequested(tx, profileId, null);
    for (const id of opened) {
      await setClosed(tx, id, null, now);
      await handleDowngrade(tx, id, now);
    }
    const subject = `profile:${profileId}`;
    const workspaceId = opened[0] ?? null;
    await recordAudit(tx, [{ actor: subject, action: "account.kept", subject, workspaceId }], now);
  }, manyCodesTransaction);
}
