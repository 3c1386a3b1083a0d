import { allowAct } from "#lib/admin/acts.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import { lockAccessFacts, saveGivenTime } from "#lib/entitlements/store.ts";
import { changeAccess } from "#lib/waivers/change-access.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { PrismaRoot } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import type { EndTrial } from "./forms.ts";
import { requireOpenWorkspace } from "./require-open-workspace.ts";

/**
 * Ends a workspace's trial now, also what of it waits for the end of a plan. Promo days that waited
 * for it begin. No second trial is ever given.
 * @throws Refusal what `allowAct` refuses, `not_found`, `conflict` where no trial runs or waits
 */
export async function endTrial(
  db: PrismaRoot,
  viewer: Viewer,
  { workspaceId, reason }: EndTrial,
  now: Date,
): Promise<void> {
  const actor = allowAct(viewer, "trial.ended_by_admin", now, reason);
  await db.$transaction(async (tx) => {
    await requireOpenWorkspace(tx, workspaceId);
    return changeAccess(tx, workspaceId, now, async () => {
      const { trialEndsAt, trialBankedSeconds, promoEndsAt, promoBankedSeconds } = await lockAccessFacts(
        tx,
        workspaceId,
      );
      const isRunning = trialEndsAt !== null && trialEndsAt > now;
      if (!isRunning && trialBankedSeconds === 0) {
        throw new Refusal("conflict", { values: { reason: "no_trial" } });
      }
      const ended = { trialEndsAt: isRunning ? now : trialEndsAt, trialBankedSeconds: 0 };
      await saveGivenTime(tx, workspaceId, { ...ended, promoEndsAt, promoBankedSeconds });
      const before = { trialEndsAt: trialEndsAt?.toISOString() ?? null, trialBankedSeconds };
      const entry = { actor, action: "trial.ended_by_admin", subject: `workspace:${workspaceId}` } as const;
      return { result: undefined, audit: [{ ...entry, workspaceId, before, after: { reason } }] };
    });
  });
  await gatekeeper().invalidateCache(workspaceId);
}
