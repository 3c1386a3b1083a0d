import { recordAudit } from "#lib/audit/record.ts";
import { deleteFactors, type FactorAdmin } from "#lib/auth/delete-factors.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { PrismaRoot } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { parseLocale } from "#shared/locale.ts";
import { allowAct } from "./acts.ts";
import { mailOfFactor } from "./second-factor-mail.ts";

export type RemovalTools = { db: PrismaRoot; admin: FactorAdmin };

type Removal = { profileId: string; reason: string };

/**
 * Removes somebody else's second factor, who has lost it: they sign in with what they know and set
 * up a new one. What their sessions had by it is gone at once.
 * @throws Refusal as `allowAct`; `not_found` where there is no such person, `conflict` where there is
 *   nothing to remove and for one's own, which has a page
 */
export async function removeSecondFactor(
  tools: RemovalTools,
  viewer: Viewer,
  { profileId, reason }: Removal,
  now: Date,
): Promise<void> {
  const actor = allowAct(viewer, "second_factor.removed", now, reason);
  if (profileId === viewer.profileId) throw new Refusal("conflict");
  await forgetSecondFactor(tools, { profileId, reason, actor }, now);
}

/**
 * The same at the operator's word.
 * @param removal `actor` as the audit names it
 */
export async function forgetSecondFactor(
  { db, admin }: RemovalTools,
  { profileId, reason, actor }: Removal & { actor: string },
  now: Date,
): Promise<void> {
  const select = { email: true, locale: true };
  await db.$transaction(
    async (tx) => {
      const person = await tx.profile.findUnique({ where: { id: profileId }, select });
      if (!person) throw new Refusal("not_found");
      const entry = { actor, action: "second_factor.removed", subject: `profile:${profileId}` } as const;
      await recordAudit(tx, [{ ...entry, workspaceId: null, after: { reason } }], now);
      const recipient = { profileId, email: person.email, locale: parseLocale(person.locale) };
      await mailOfFactor(tx, "second_factor_removed", recipient, now);
      // Supabase last: what it refuses leaves no trace.
      if ((await deleteFactors(admin, profileId)) > 0) return;
      throw new Refusal("conflict", { values: { reason: "no_second_factor" } });
    },
    { timeout: 30_000 },
  );
}
