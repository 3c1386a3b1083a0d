import { lockPerson, requireOtherAdmin } from "#lib/account/lock-person.ts";
import { tellPerson } from "#lib/account/tell-person.ts";
import { allowAct } from "#lib/admin/acts.ts";
import { type AuditEntry, recordAudit } from "#lib/audit/record.ts";
import { handleDowngrade } from "#lib/codes/handle-downgrade.ts";
import { manyCodesTransaction } from "#lib/codes/many-codes.ts";
import { contactAddress } from "#lib/mails/contact.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { PrismaRoot } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import type { OfPerson, PauseAccount } from "./forms.ts";
import { lockOwnWorkspaces, lockSuspended, releaseCodes, suspendCodes } from "./suspended-codes.ts";

/**
 * Shuts somebody out at once: from the pages, the API and by every key that acts as them. Where it is
 * wanted, the codes of workspaces of which they are the only owner lead nobody on, either. What they
 * pay goes on.
 * @returns how many codes were suspended
 * @throws Refusal what `allowAct` refuses, `not_found`, `conflict` for one's own account, for the
 *   last admin and for an account that is paused already
 */
export async function pauseAccount(
  db: PrismaRoot,
  viewer: Viewer,
  { profileId, reason, withCodes }: PauseAccount,
  now: Date,
): Promise<number> {
  const actor = allowAct(viewer, "account.paused", now, reason);
  if (profileId === viewer.profileId) throw new Refusal("conflict", { values: { reason: "own_account" } });
  const entry = entryOf(actor, "account.paused", profileId);
  return db.$transaction(async (tx) => {
    const person = await lockPerson(tx, profileId);
    if (person.pausedAt !== null) throw new Refusal("conflict");
    requireOtherAdmin(person);
    const data = { pausedAt: now, pausedReason: reason };
    await tx.profile.update({ where: { id: profileId }, data });
    const audit: AuditEntry[] = [];
    let suspended = 0;
    for (const workspaceId of withCodes ? await lockOwnWorkspaces(tx, profileId) : []) {
      const suspendedCodes = await suspendCodes(tx, profileId, workspaceId, now);
      audit.push({ ...entry, workspaceId, after: { suspendedCodes } });
      suspended += suspendedCodes;
    }
    const after = { reason, withCodes, suspendedCodes: suspended };
    await recordAudit(tx, [{ ...entry, after }, ...audit], now);
    // The reason is the admins' own: it is not told.
    const values = { codes: suspended, contact: contactAddress() };
    await tellPerson(tx, profileId, { kind: "account_paused", about: now.toISOString(), values }, now);
    return suspended;
  }, manyCodesTransaction);
}

/**
 * Lets somebody in again, and gives back exactly those codes that were suspended with the account,
 * as far as the plan of now holds them.
 * @returns how many codes came back
 * @throws Refusal what `allowAct` refuses, `not_found`, `conflict` for an account that is not paused
 */
export async function resumeAccount(
  db: PrismaRoot,
  viewer: Viewer,
  { profileId }: OfPerson,
  now: Date,
): Promise<number> {
  const actor = allowAct(viewer, "account.resumed", now);
  const entry = entryOf(actor, "account.resumed", profileId);
  return db.$transaction(async (tx) => {
    const { pausedAt } = await lockPerson(tx, profileId);
    if (pausedAt === null) throw new Refusal("conflict");
    await tx.profile.update({ where: { id: profileId }, data: { pausedAt: null, pausedReason: null } });
    const workspaceIds = await lockSuspended(tx, profileId);
    const resumedCodes = await releaseCodes(tx, profileId, now);
    for (const workspaceId of workspaceIds) await handleDowngrade(tx, workspaceId, now);
    const facts = { before: { pausedAt: pausedAt.toISOString() }, after: { resumedCodes } };
    const audit = workspaceIds.map((workspaceId) => ({ ...entry, workspaceId }));
    await recordAudit(tx, [{ ...entry, ...facts }, ...audit], now);
    const values = { codes: resumedCodes };
    await tellPerson(tx, profileId, { kind: "account_resumed", about: now.toISOString(), values }, now);
    return resumedCodes;
  }, manyCodesTransaction);
}

function entryOf(actor: string, action: "account.paused" | "account.resumed", profileId: string): AuditEntry {
  return { actor, action, subject: `profile:${profileId}`, workspaceId: null };
}
