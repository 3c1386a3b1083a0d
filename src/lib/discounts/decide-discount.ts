import type { ErrorCode } from "#shared/errors.ts";
import { type DiscountCode, stateOf } from "./discount-code.ts";

/** Who would buy what, as far as a code asks for it. */
export type Order = {
  /** Stripe's customer who would pay; null while there is none. */
  customerId: string | null;
  /** Whether the workspace has paid an invoice before. */
  hasPaid: boolean;
  productId: string;
  currency: string;
  /** Without the discount, in minor units. */
  amountMinor: number;
};

export type DiscountRefusal = Extract<ErrorCode, `discount_${string}`>;

/**
 * Whether a code may lower an order; null when it may. What somebody could learn of a code that is
 * not for them comes first. One that was switched off is as unknown as one that never was.
 */
export function decideDiscount(code: DiscountCode, order: Order, now: Date): DiscountRefusal | null {
  const { terms } = code;
  if (terms.customerId !== null && terms.customerId !== order.customerId) return "discount_other_customer";
  const state = stateOf(code, now);
  if (state === "ended") return "discount_ended";
  if (state === "used_up") return "discount_used_up";
  if (state === "inactive") return "discount_unknown";
  if (terms.productIds !== null && !terms.productIds.includes(order.productId)) return "discount_other_plan";
  if (terms.percentOff === null && terms.amountsOff[order.currency] === undefined) {
    return "discount_other_currency";
  }
  if (terms.isFirstPurchaseOnly && order.hasPaid) return "discount_not_first";
  const minimum = terms.minimums[order.currency];
  return minimum !== undefined && order.amountMinor < minimum ? "discount_minimum" : null;
}

/** The more telling a refusal is, the later it stands: of several codes with one name it is said. */
const telling: readonly DiscountRefusal[] = [
  "discount_unknown",
  "discount_other_customer",
  "discount_used_up",
  "discount_ended",
  "discount_other_plan",
  "discount_other_currency",
  "discount_minimum",
  "discount_not_first",
];

/**
 * Of all codes that are spelled so, one of which at most is for this customer and live, the one
 * that may be used, or why none may.
 */
export function chooseDiscount(
  codes: readonly DiscountCode[],
  order: Order,
  now: Date,
): { code: DiscountCode } | { refusal: DiscountRefusal } {
  let refusal: DiscountRefusal = "discount_unknown";
  for (const code of codes) {
    const reason = decideDiscount(code, order, now);
    if (reason === null) return { code };
    if (telling.indexOf(reason) > telling.indexOf(refusal)) refusal = reason;
  }
  return { refusal };
}
