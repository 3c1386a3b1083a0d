import { allowAct } from "#lib/admin/acts.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import { giveDays } from "#lib/promo/give-days.ts";
import type { PromoSpan } from "#lib/promo/given-days.ts";
import { findPromoSpan } from "#lib/promo/promo-days.ts";
import { findGrantedDays } from "#lib/promo/store.ts";
import { changeAccess } from "#lib/waivers/change-access.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { PrismaRoot } from "#platform/db/prisma.ts";
import type { GrantDays } from "./forms.ts";
import { requireOpenWorkspace } from "./require-open-workspace.ts";

/**
 * Gives a workspace days of Pro, which run like those of promo codes. The same form sent again gives
 * nothing more.
 * @returns the days that the form gave, this time or the first, and when all of the workspace's promo
 *   days are over, as far as it is known
 * @throws Refusal what `allowAct` refuses, `not_found`
 */
export async function grantDays(
  db: PrismaRoot,
  viewer: Viewer,
  { workspaceId, days, form, reason }: GrantDays,
  now: Date,
): Promise<PromoSpan & { days: number }> {
  const actor = allowAct(viewer, "promo.granted", now);
  const source = `admin_grant:${form}`;
  const given = await db.$transaction(async (tx) => {
    await requireOpenWorkspace(tx, workspaceId);
    return changeAccess(tx, workspaceId, now, async () => {
      const had = await findGrantedDays(tx, workspaceId, source);
      if (had !== null) {
        return { result: { days: had, ...(await findPromoSpan(tx, workspaceId, now)) }, audit: [] };
      }
      const span = await giveDays(tx, { workspaceId, days, source }, now);
      const grantedUntil = span.expiresAt?.toISOString() ?? null;
      const after = { days, grantedUntil, isBanked: span.isBanked, source, reason };
      const entry = { actor, action: "promo.granted", subject: `workspace:${workspaceId}` } as const;
      return { result: { days, ...span }, audit: [{ ...entry, workspaceId, after }] };
    });
  });
  await gatekeeper().invalidateCache(workspaceId);
  return given;
}
