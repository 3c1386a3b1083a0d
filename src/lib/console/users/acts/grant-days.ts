import { allowAct } from "#lib/admin/acts.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import { giveDays } from "#lib/promo/give-days.ts";
import type { PromoSpan } from "#lib/promo/given-days.ts";
import { findPromoSpan } from "#lib/promo/promo-days.ts";
import { hasGrant } from "#lib/promo/store.ts";
import { changeAccess } from "#lib/waivers/change-access.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { PrismaRoot } from "#platform/db/prisma.ts";
import type { GrantDays } from "./forms.ts";
import { requireOpenWorkspace } from "./require-open-workspace.ts";

/**
 * Gives a workspace days of Pro, which run like those of promo codes. The same form sent again gives
 * nothing more.
 * @returns when all of the workspace's promo days are over, as far as it is known
 * @throws Refusal what `allowAct` refuses, `not_found`
 */
export async function grantDays(
  db: PrismaRoot,
  viewer: Viewer,
  { workspaceId, days, form, reason }: GrantDays,
  now: Date,
): Promise<PromoSpan> {
  const actor = allowAct(viewer, "promo.granted", now);
  const source = `admin_grant:${form}`;
  const given = await db.$transaction(async (tx) => {
    await requireOpenWorkspace(tx, workspaceId);
    return changeAccess(tx, workspaceId, now, async () => {
      if (await hasGrant(tx, workspaceId, source)) return { result: null, audit: [] };
      const result = await giveDays(tx, { workspaceId, days, source }, now);
      const grantedUntil = result.expiresAt?.toISOString() ?? null;
      const after = { days, grantedUntil, isBanked: result.isBanked, source, reason };
      const entry = { actor, action: "promo.granted", subject: `workspace:${workspaceId}` } as const;
      return { result, audit: [{ ...entry, workspaceId, after }] };
    });
  });
  await gatekeeper().invalidateCache(workspaceId);
  return given ?? findPromoSpan(db, workspaceId, now);
}
