import { allowAct } from "#lib/admin/acts.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { askStripe } from "#lib/billing/ask-stripe.ts";
import { found } from "#lib/billing/mirror/read-customer.ts";
import type { SyncTools } from "#lib/billing/mirror/sync-customer.ts";
import { hasStripe } from "#lib/billing/stripe.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { Refusal } from "#shared/errors.ts";
import { expansionOf, readDiscountCode } from "./discount-code.ts";
import * as store from "./store.ts";

/**
 * Lets nobody redeem a code any more. Who has redeemed it keeps what it gives. Trying again after
 * an answer was lost does no harm, and is in the audit once more.
 * @throws Refusal `forbidden`, `validation` without a reason, `not_found`, `unavailable` when Stripe
 *   does not answer
 */
export async function deactivateDiscount(
  { db, stripe, now }: SyncTools,
  viewer: Viewer,
  id: string,
  reason: string,
): Promise<void> {
  const at = now();
  const actor = allowAct(viewer, "discount.deactivated", at, reason);
  if (!hasStripe()) throw new Refusal("unavailable");
  const before = await askStripe(() => found(stripe.promotionCodes.retrieve(id)));
  if (!before) throw new Refusal("not_found");
  const after = await askStripe(() =>
    stripe.promotionCodes.update(id, { active: false, expand: expansionOf() }),
  );
  await db.$transaction(async (tx) => {
    // Later than any list that was asked for before Stripe had switched it off.
    await store.keepCodes(tx, [readDiscountCode(after)], now());
    const entry = {
      actor,
      action: "discount.deactivated",
      subject: `discount:${id}`,
      workspaceId: null,
      before: { isActive: before.active, timesRedeemed: before.times_redeemed },
      after: { isActive: after.active, timesRedeemed: after.times_redeemed, reason },
    } as const;
    await recordAudit(tx, [entry], at);
  });
}
