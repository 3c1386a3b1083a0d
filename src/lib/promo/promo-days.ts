import { findAccessFacts } from "#lib/entitlements/store.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { findPaidUntil } from "./give-days.ts";
import { foreseePromoDays, type PromoSpan } from "./given-days.ts";

/** The promo days of the viewer's workspace; null where there are none that run or wait. */
export async function findPromoDays(db: Prisma, { workspace }: Viewer, now: Date): Promise<PromoSpan | null> {
  const span = await findPromoSpan(db, workspace.id, now);
  return span.daysLeft > 0 ? span : null;
}

/** The same of any workspace; none are left where none run or wait. */
export async function findPromoSpan(db: Prisma, workspaceId: string, now: Date): Promise<PromoSpan> {
  const [facts, paidUntil] = await Promise.all([
    findAccessFacts(db, workspaceId),
    findPaidUntil(db, workspaceId),
  ]);
  return foreseePromoDays(facts, facts.subscriptions, paidUntil, now);
}
