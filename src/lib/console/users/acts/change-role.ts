import { type LockedPerson, lockPerson, requireOtherAdmin } from "#lib/account/lock-person.ts";
import { allowAct } from "#lib/admin/acts.ts";
import { recordAudit } from "#lib/audit/record.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { PrismaRoot } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import type { ChangeRole } from "./forms.ts";

/**
 * Makes somebody an admin, or no longer one. What they are already is left as it is.
 * @throws Refusal what `allowAct` refuses, `not_found`, `conflict` for the last admin and for an
 *   account that is paused or to be deleted
 */
export async function changeRole(
  db: PrismaRoot,
  viewer: Viewer,
  { profileId, role, reason }: ChangeRole,
  now: Date,
): Promise<void> {
  const actor = allowAct(viewer, "profile.role_changed", now, reason);
  await db.$transaction(async (tx) => {
    const person = await lockPerson(tx, profileId);
    if (person.role === role) return;
    if (role === "ADMIN") requireUsable(person);
    else requireOtherAdmin(person);
    await tx.profile.update({ where: { id: profileId }, data: { role } });
    const entry = { actor, action: "profile.role_changed", subject: `profile:${profileId}` } as const;
    const facts = { before: { role: person.role }, after: { role, reason } };
    await recordAudit(tx, [{ ...entry, ...facts, workspaceId: null }], now);
  });
}

function requireUsable({ pausedAt, deletionRequestedAt }: LockedPerson): void {
  if (pausedAt === null && deletionRequestedAt === null) return;
  throw new Refusal("conflict", { values: { reason: "account_shut" } });
}
