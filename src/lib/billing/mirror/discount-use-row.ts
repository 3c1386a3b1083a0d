import type Stripe from "stripe";
import { idOf } from "./subscription-row.ts";

/** A row of the mirror: what one discount took off one paid invoice. */
export type DiscountUseRow = {
  invoiceId: string;
  discountId: string;
  promotionCodeId: string | null;
  couponId: string | null;
  code: string | null;
  workspaceId: string;
  customerId: string;
  amountMinor: number;
  currency: string;
  usedAt: Date;
};

/** What all discounts together take off an invoice, in minor units. */
export function discountMinorOf({ total_discount_amounts: amounts }: Stripe.Invoice): number {
  return (amounts ?? []).reduce((sum, { amount }) => sum + amount, 0);
}

/**
 * The uses that a paid invoice tells of; none of one that is still open or was voided, since nobody
 * has paid less for it yet. The discounts and their promotion codes have to be expanded.
 */
export function discountUseRows(
  invoice: Stripe.Invoice,
  owner: { workspaceId: string; customerId: string },
): DiscountUseRow[] {
  const { paid_at: paidAt } = invoice.status_transitions;
  if (paidAt === null) return [];
  return (invoice.total_discount_amounts ?? [])
    .filter(({ amount }) => amount > 0)
    .map(({ amount, discount }) => {
      const known = typeof discount === "string" ? null : discount;
      const promotionCode = known?.promotion_code ?? null;
      return {
        invoiceId: invoice.id,
        discountId: typeof discount === "string" ? discount : discount.id,
        promotionCodeId: idOf(promotionCode),
        couponId: idOf(known?.source.coupon),
        code: promotionCode === null || typeof promotionCode === "string" ? null : promotionCode.code,
        ...owner,
        amountMinor: amount,
        currency: invoice.currency,
        usedAt: new Date(paidAt * 1000),
      };
    });
}
