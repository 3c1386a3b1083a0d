import { randomUUID } from "node:crypto";
import type Stripe from "stripe";
import { createForm, type NewDiscount } from "./create-form.ts";

/** A code of its own, on a coupon of its own. */
export async function makeDiscount(
  stripe: Stripe,
  coupon: Stripe.CouponCreateParams,
  code: Omit<Stripe.PromotionCodeCreateParams, "promotion"> = {},
): Promise<Stripe.PromotionCode> {
  const { id } = await stripe.coupons.create(coupon);
  const name = `T-${randomUUID().slice(0, 13)}`.toUpperCase();
  return stripe.promotionCodes.create({ promotion: { type: "coupon", coupon: id }, code: name, ...code });
}

/** The console's form, filled in: a fifth off once, for everybody and every plan. */
export function fillIn(fields: Record<string, string> = {}): NewDiscount {
  return createForm.parse({
    attempt: randomUUID(),
    code: `N-${randomUUID().slice(0, 13)}`,
    kind: "percent",
    percent: "20",
    duration: "once",
    planPro: "on",
    planEnterprise: "on",
    ...fields,
  });
}
