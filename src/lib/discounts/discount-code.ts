import type Stripe from "stripe";

/** What a promotion code takes off, for how long, and from whom; sums in minor units by currency. */
export type DiscountTerms = {
  percentOff: number | null;
  amountsOff: Record<string, number>;
  /** `once`, `repeating`, `forever`, or what Stripe may invent. */
  duration: string;
  /** Of `repeating`. */
  months: number | null;
  /** How many redemptions there are of it in all; null for any number. */
  maxUses: number | null;
  /** From this instant on nobody redeems it, in ISO 8601; null for never. */
  endsAt: string | null;
  /** Whether its coupon, which other codes may share, still may be redeemed; null for one that was deleted. */
  isCouponValid: boolean | null;
  isFirstPurchaseOnly: boolean;
  minimums: Record<string, number>;
  /** The one customer who may redeem it; null for everybody. */
  customerId: string | null;
  /** The products that it lowers; null for all. */
  productIds: string[] | null;
};

/** A promotion code with its coupon, as Stripe has them. */
export type DiscountCode = {
  id: string;
  couponId: string;
  code: string;
  terms: DiscountTerms;
  /** Stripe's count: purchases, not invoices. */
  timesRedeemed: number;
  /** Stripe's word: it can be redeemed by somebody. */
  isActive: boolean;
  createdAt: Date;
};

/** All that has to be expanded of a promotion code; `of` is the way to it. */
export function expansionOf(of = ""): string[] {
  return [
    "promotion.coupon.applies_to",
    "promotion.coupon.currency_options",
    "restrictions.currency_options",
  ].map((path) => `${of}${path}`);
}

/** What Stripe says of a promotion code; a coupon that was deleted leaves nothing of its terms. */
export function readDiscountCode(stripes: Stripe.PromotionCode): DiscountCode {
  const { promotion, restrictions, customer } = stripes;
  const coupon = typeof promotion.coupon === "string" ? null : promotion.coupon;
  return {
    id: stripes.id,
    couponId: typeof promotion.coupon === "string" ? promotion.coupon : (coupon?.id ?? ""),
    code: stripes.code,
    terms: {
      percentOff: coupon?.percent_off ?? null,
      amountsOff: amountsOff(coupon),
      duration: coupon?.duration ?? "once",
      months: coupon?.duration_in_months ?? null,
      maxUses: least(stripes.max_redemptions, coupon?.max_redemptions),
      endsAt: instantOf(least(stripes.expires_at, coupon?.redeem_by)),
      isCouponValid: coupon?.valid ?? null,
      isFirstPurchaseOnly: restrictions.first_time_transaction,
      minimums: minimums(restrictions),
      customerId: typeof customer === "string" ? customer : (customer?.id ?? null),
      productIds:
        coupon?.applies_to && coupon.applies_to.products.length > 0 ? coupon.applies_to.products : null,
    },
    timesRedeemed: stripes.times_redeemed,
    isActive: stripes.active,
    createdAt: new Date(stripes.created * 1000),
  };
}

function amountsOff(coupon: Stripe.Coupon | null): Record<string, number> {
  if (coupon === null || coupon.amount_off === null || coupon.currency === null) return {};
  const others = Object.entries(coupon.currency_options ?? {});
  return {
    [coupon.currency]: coupon.amount_off,
    ...Object.fromEntries(others.map(([currency, { amount_off }]) => [currency, amount_off])),
  };
}

function minimums(restrictions: Stripe.PromotionCode.Restrictions): Record<string, number> {
  const { minimum_amount: amount, minimum_amount_currency: currency } = restrictions;
  if (amount === null || currency === null) return {};
  const others = Object.entries(restrictions.currency_options ?? {});
  return {
    [currency]: amount,
    ...Object.fromEntries(others.map(([name, { minimum_amount }]) => [name, minimum_amount])),
  };
}

/** Of what the code says and what its coupon says, whichever comes first. */
function least(ofCode: number | null, ofCoupon: number | null | undefined): number | null {
  const said = [ofCode, ofCoupon].filter((one) => typeof one === "number");
  return said.length === 0 ? null : Math.min(...said);
}

const instantOf = (seconds: number | null) =>
  seconds === null ? null : new Date(seconds * 1000).toISOString();

export const discountStates = ["live", "ended", "used_up", "inactive"] as const;
export type DiscountState = (typeof discountStates)[number];

/** Whether it can be redeemed, and if not, why. Stripe's word counts; the reason follows from the terms. */
export function stateOf({ isActive, terms, timesRedeemed }: DiscountCode, now: Date): DiscountState {
  if (isActive) return "live";
  if (terms.endsAt !== null && new Date(terms.endsAt) <= now) return "ended";
  const isUsedUp = terms.maxUses !== null && timesRedeemed >= terms.maxUses;
  // A coupon that has not ended and may not be redeemed was used up, by this code or another one.
  return isUsedUp || terms.isCouponValid === false ? "used_up" : "inactive";
}
