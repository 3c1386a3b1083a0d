import { recordAudit } from "#lib/audit/record.ts";
import type { AuthClient } from "#lib/auth/auth-client.ts";
import type { SecondFactor } from "#lib/auth/read-second-factor.ts";
import { type Enrolment, removeFactor, showCode, startEnrolment } from "#lib/auth/second-factor.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { PrismaRoot } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { countCode } from "./count-code.ts";
import { adminActor, isAdmin, isFresh } from "./guard.ts";
import { mailOfFactor } from "./second-factor-mail.ts";

// Supabase is asked last in each transaction: what it refuses leaves no trace, and what it does is told.

export type OwnFactorTools = {
  db: PrismaRoot;
  /** With the session of the viewer. */
  auth: AuthClient;
  /** The second factor that the viewer has, as this request found it. */
  known: SecondFactor | null;
};

/** Longer than Supabase is waited for. */
const transaction = { timeout: 30_000 };

/**
 * Begins to set up a second factor, the first one or one in place of the other.
 * @throws Refusal `forbidden` to whom it is of no use, `second_factor_stale` where there is one that
 *   was not shown lately
 */
export async function beginOwnFactor(
  { auth, known }: Pick<OwnFactorTools, "auth" | "known">,
  viewer: Viewer,
  now: Date,
): Promise<Enrolment> {
  requireMayAdd(viewer, known, now);
  return startEnrolment(auth, now);
}

function requireMayAdd(viewer: Viewer, known: SecondFactor | null, now: Date): void {
  if (!isAdmin(viewer)) throw new Refusal("forbidden");
  if (known) requireShown(viewer, now);
}

/** Also where the operator asks no admin for it: who has one guards it by itself. */
function requireShown(viewer: Viewer, now: Date): void {
  if (!isFresh(viewer, now))
    throw new Refusal(viewer.secondFactorAt ? "second_factor_stale" : "second_factor");
}

/**
 * Ends setting up a second factor by a code of it, which raises the session as well. One that was
 * there before is removed.
 * @throws Refusal as `beginOwnFactor` and `countCode`
 */
export async function confirmOwnFactor(
  { db, auth, known }: OwnFactorTools,
  viewer: Viewer,
  shown: { factorId: string; code: string },
  now: Date,
): Promise<void> {
  requireMayAdd(viewer, known, now);
  const { profileId } = viewer;
  await countCode({ profileId, ...shown }, () =>
    db.$transaction(async (tx) => {
      const after = { isReplacement: known !== null };
      await recordAudit(tx, [{ ...entryOf(viewer, "second_factor.added"), after }], now);
      await mailOfFactor(tx, "second_factor_added", viewer, now);
      await showCode(auth, shown.factorId, shown.code);
    }, transaction),
  );
  if (known) await removeFactor(auth, known.id);
}

/**
 * Shows the second factor in this session, for the first time or again.
 * @throws Refusal `conflict` where there is none, or as `countCode`
 */
export async function showOwnFactor(
  { auth, known }: Pick<OwnFactorTools, "auth" | "known">,
  { profileId }: Viewer,
  code: string,
): Promise<void> {
  if (!known) throw new Refusal("conflict");
  const factorId = known.id;
  await countCode({ profileId, factorId, code }, () => showCode(auth, factorId, code));
}

/**
 * Removes the viewer's own second factor: the console then asks for a new one.
 * @throws Refusal `second_factor_stale` where it was not shown lately, or `conflict` where there is none
 */
export async function removeOwnFactor(
  { db, auth, known }: OwnFactorTools,
  viewer: Viewer,
  now: Date,
): Promise<void> {
  if (!known) throw new Refusal("conflict");
  requireShown(viewer, now);
  await db.$transaction(async (tx) => {
    await recordAudit(tx, [entryOf(viewer, "second_factor.removed")], now);
    await mailOfFactor(tx, "second_factor_removed", viewer, now);
    await removeFactor(auth, known.id);
  }, transaction);
}

function entryOf(viewer: Viewer, action: "second_factor.added" | "second_factor.removed") {
  const actor = isAdmin(viewer) ? adminActor(viewer) : `profile:${viewer.profileId}`;
  return { actor, action, subject: `profile:${viewer.profileId}`, workspaceId: null } as const;
}
