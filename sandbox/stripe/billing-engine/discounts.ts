import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { invalid } from "../http/errors.ts";
import { amountIn, requirePrice } from "../resources/catalogue.ts";
import { requireCoupon, requirePromotionCode } from "../resources/coupons.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { addMonths } from "./periods.ts";

export type DiscountParam = { coupon?: string; promotion_code?: string; discount?: string };
export type DiscountSource = { coupon: string; promotionCode: string | null };
/** Who buys what; `amount` and `prices` are null where that is not known yet. */
export type Buyer = {
  customer: string | null;
  currency: string;
  amount: number | null;
  prices: string[] | null;
};

/** What a discount parameter names, refused where it may not be redeemed. */
export function readDiscount(ctx: Context, param: DiscountParam, buyer: Buyer): DiscountSource {
  if (param.promotion_code !== undefined) {
    const code = requirePromotionCode(ctx, param.promotion_code);
    refusePromotionCode(ctx, code, buyer);
    return { coupon: idOf(code.body.promotion.coupon) ?? "", promotionCode: code.id };
  }
  if (param.coupon === undefined)
    throw invalid("A discount needs a coupon or a promotion code.", "discounts");
  const coupon = requireCoupon(ctx, param.coupon);
  refuseCoupon(coupon, buyer.currency);
  return { coupon: coupon.id, promotionCode: null };
}

export function refuseCoupon(coupon: Stored<"coupon">, currency: string): void {
  if (!coupon.body.valid) throw invalid(`Coupon expired: ${coupon.id}`, "coupon", "coupon_expired");
  if (coupon.body.amount_off !== null && offIn(coupon, currency) === null) {
    throw invalid(
      `Coupon ${coupon.id} cannot be used with currency ${currency}: it has no amount in it.`,
      "discounts",
    );
  }
}

export function refusePromotionCode(ctx: Context, code: Stored<"promotion_code">, buyer: Buyer): void {
  if (!code.body.active) {
    throw invalid(`This promotion code has expired.`, "promotion_code", "promotion_code_expired");
  }
  const owner = idOf(code.body.customer);
  if (owner !== null && owner !== buyer.customer) {
    throw invalid("This promotion code cannot be redeemed by this customer.", "promotion_code");
  }
  const coupon = requireCoupon(ctx, idOf(code.body.promotion.coupon) ?? "");
  refuseCoupon(coupon, buyer.currency);
  if (buyer.prices !== null && !buyer.prices.some((price) => isFor(ctx, coupon, price))) {
    throw invalid("This promotion code cannot be applied to the items of this order.", "promotion_code");
  }
  const { restrictions } = code.body;
  if (restrictions.first_time_transaction && hasPaid(ctx, buyer.customer)) {
    throw invalid(
      "This promotion code cannot be redeemed because the associated customer has prior transactions.",
      "promotion_code",
      "promotion_code_customer_not_first_time",
    );
  }
  const minimum =
    restrictions.minimum_amount_currency === buyer.currency
      ? restrictions.minimum_amount
      : (code.inner.minimums[buyer.currency] ?? null);
  if (minimum !== null && buyer.amount !== null && buyer.amount < minimum) {
    throw invalid("The minimum amount of this promotion code is not reached.", "promotion_code");
  }
}

/** Whoever pays a session, and what they buy in it. */
export function buyerOf(ctx: Context, { body, inner }: Stored<"session">, customer: string | null): Buyer {
  const currency = body.currency ?? "usd";
  const prices = inner.lines.map(({ price }) => price);
  return { customer, currency, amount: subtotalOf(ctx, inner.lines, currency), prices };
}

function hasPaid(ctx: Context, customer: string | null): boolean {
  if (customer === null) return false;
  for (const { body } of ctx.store.list("charge", { customer })) if (body.paid) return true;
  return false;
}

/** Whether the coupon takes anything off what is sold at this price. */
function isFor(ctx: Context, { inner: { products } }: Stored<"coupon">, price: string): boolean {
  return products.length === 0 || products.includes(idOf(requirePrice(ctx, price).body.product) ?? "");
}

/** What it takes off in a currency; null for a percentage, and where it has no amount in it. */
export function offIn(coupon: Stored<"coupon">, currency: string): number | null {
  return coupon.body.currency === currency
    ? coupon.body.amount_off
    : (coupon.inner.amounts[currency] ?? null);
}

/** Redeems it: one use of the coupon and of the code, and a discount that says so. */
export function redeem(
  ctx: Context,
  source: DiscountSource,
  owner: { customer: string; subscription: string | null; session: string | null; at: number },
): Stripe.Discount {
  const coupon = requireCoupon(ctx, source.coupon);
  coupon.body.times_redeemed += 1;
  ctx.store.save(coupon);
  requireCoupon(ctx, source.coupon);
  if (source.promotionCode !== null) {
    const code = requirePromotionCode(ctx, source.promotionCode);
    ctx.change(code, "promotion_code.updated", (body) => {
      body.times_redeemed += 1;
    });
    requirePromotionCode(ctx, source.promotionCode);
  }
  const months = coupon.body.duration === "repeating" ? (coupon.body.duration_in_months ?? 0) : null;
  const body: Stripe.Discount = {
    id: ctx.id("di"),
    object: "discount",
    checkout_session: owner.session,
    customer: owner.customer,
    customer_account: null,
    end: months === null ? null : addMonths(owner.at, months),
    invoice: null,
    invoice_item: null,
    promotion_code: source.promotionCode,
    source: { coupon: source.coupon, type: "coupon" },
    start: owner.at,
    subscription: owner.subscription,
    subscription_item: null,
  };
  ctx.insert("discount", body, {});
  if (owner.subscription !== null) ctx.emit("customer.discount.created", expandedDiscount(ctx, body));
  return body;
}

function expandedDiscount(ctx: Context, body: Stripe.Discount): Stripe.Discount {
  const coupon = ctx.store.find("coupon", idOf(body.source.coupon));
  return { ...body, source: { coupon: coupon?.body ?? null, type: "coupon" } };
}

export type Cut = { discount: string; amount: number };

/** What each line loses, discount after discount, in minor units. */
export function cutLines(
  ctx: Context,
  lines: { amount: number; isDiscountable: boolean; price: string }[],
  discounts: { id: string; coupon: string }[],
  currency: string,
): Cut[][] {
  const cuts: Cut[][] = lines.map(() => []);
  const left = lines.map((line) => line.amount);
  for (const { id, coupon: couponId } of discounts) {
    const coupon = ctx.store.find("coupon", couponId);
    if (coupon === null) continue;
    let budget = coupon.body.amount_off === null ? null : (offIn(coupon, currency) ?? 0);
    for (const [index, line] of lines.entries()) {
      const open = left[index] ?? 0;
      if (!line.isDiscountable || !isFor(ctx, coupon, line.price) || open <= 0) continue;
      const amount =
        budget === null ? Math.round((open * (coupon.body.percent_off ?? 0)) / 100) : Math.min(open, budget);
      if (budget !== null) budget -= amount;
      left[index] = open - amount;
      cuts[index]?.push({ discount: id, amount });
    }
  }
  return cuts;
}

/** Ends what is over: `once` after its invoice, `repeating` at its end. */
export function endDiscounts(
  ctx: Context,
  subscription: Stored<"subscription">,
  ended: (coupon: Stripe.Coupon, discount: Stripe.Discount) => boolean,
): void {
  const over = subscription.body.discounts.map(idOf).filter((id): id is string => {
    const discount = ctx.store.find("discount", id);
    const coupon = ctx.store.find("coupon", idOf(discount?.body.source.coupon));
    return discount !== null && coupon !== null && ended(coupon.body, discount.body);
  });
  if (over.length === 0) return;
  subscription.body.discounts = subscription.body.discounts.filter((one) => !over.includes(idOf(one) ?? ""));
  ctx.store.save(subscription);
  for (const id of over) announceEnd(ctx, id);
}

export function announceEnd(ctx: Context, id: string): void {
  const discount = ctx.store.find("discount", id);
  if (discount !== null) ctx.emit("customer.discount.deleted", expandedDiscount(ctx, discount.body));
}

export function subtotalOf(
  ctx: Context,
  lines: { price: string; quantity: number }[],
  currency: string,
): number {
  return lines.reduce(
    (sum, line) => sum + (amountIn(requirePrice(ctx, line.price), currency) ?? 0) * line.quantity,
    0,
  );
}
