import { requireBilling } from "#lib/billing/access.ts";
import { askStripe } from "#lib/billing/ask-stripe.ts";
import { startCheckout } from "#lib/billing/checkout.ts";
import type { SyncTools } from "#lib/billing/mirror/sync-customer.ts";
import type { CheckoutBody } from "#lib/billing/validation.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { type Caller, countingTries, readOrder, requireDiscount } from "./require-discount.ts";

/**
 * Begins to buy a plan, with a code when one was typed: it is looked at once more, and then Stripe
 * has it from us.
 * @throws Refusal what `startCheckout` throws, `rate_limited`, and one of `discount_…`
 */
export async function startPurchase(
  tools: SyncTools,
  viewer: Viewer,
  { code, ...choice }: CheckoutBody,
  { address, country }: Caller,
): Promise<{ url: string }> {
  if (code === undefined) return startCheckout(tools, viewer, choice, country);
  requireBilling(viewer);
  const { offer, order } = await readOrder(tools.db, viewer, choice, country);
  const found = await countingTries(viewer, address, () =>
    askStripe(() => requireDiscount(tools, code, order)),
  );
  const discount = { promotionCodeId: found.id, code: found.code };
  return startCheckout(tools, viewer, { ...offer, discount }, country);
}
