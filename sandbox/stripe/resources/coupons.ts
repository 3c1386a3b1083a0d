import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { invalid, missing, missingParameter } from "../http/errors.ts";
import { isWithin, listPage } from "../http/lists.ts";
import type { CurrencyAmounts, Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { requireCustomer } from "./customers.ts";
import { mergeMetadata } from "./metadata.ts";

/** A coupon, its `valid` as of now. */
export function requireCoupon(ctx: Context, id: string, param = "coupon"): Stored<"coupon"> {
  const stored = ctx.store.find("coupon", id);
  if (stored === null) throw missing("coupon", id, param);
  const { redeem_by: redeemBy, max_redemptions: most, times_redeemed: used } = stored.body;
  const isValid = (redeemBy === null || redeemBy > ctx.now()) && (most === null || used < most);
  if (isValid !== stored.body.valid) {
    stored.body.valid = isValid;
    ctx.store.save(stored);
  }
  return stored;
}

/** A promotion code, its `active` as of now. */
export function requirePromotionCode(
  ctx: Context,
  id: string,
  param = "promotion_code",
): Stored<"promotion_code"> {
  const stored = ctx.store.find("promotion_code", id);
  if (stored === null) throw missing("promotion code", id, param);
  refresh(ctx, stored);
  return stored;
}

function refresh(ctx: Context, stored: Stored<"promotion_code">): void {
  const { body } = stored;
  const coupon = ctx.store.find("coupon", idOf(body.promotion.coupon));
  const isActive =
    stored.inner.isSwitchedOn &&
    (body.expires_at === null || body.expires_at > ctx.now()) &&
    (body.max_redemptions === null || body.times_redeemed < body.max_redemptions) &&
    coupon !== null &&
    requireCoupon(ctx, coupon.id).body.valid;
  if (isActive === body.active) return;
  body.active = isActive;
  ctx.store.save(stored);
}

export function findActiveCode(
  ctx: Context,
  code: string,
  customer: string | null,
): Stored<"promotion_code"> | null {
  for (const stored of ctx.store.list("promotion_code", { ref: code.trim().toLowerCase() })) {
    refresh(ctx, stored);
    const owner = idOf(stored.body.customer);
    if (stored.body.active && (owner === null || owner === customer)) return stored;
  }
  return null;
}

function newCoupon(ctx: Context, params: Stripe.CouponCreateParams): Stripe.Coupon {
  const { percent_off: percent, amount_off: amount } = params;
  if ((percent === undefined) === (amount === undefined)) {
    throw invalid("Must pass exactly one of `percent_off` or `amount_off`.", "percent_off");
  }
  if (percent !== undefined && (percent <= 0 || percent > 100)) {
    throw invalid("Invalid percent_off: must be greater than 0 and at most 100", "percent_off");
  }
  if (amount !== undefined && !params.currency) throw missingParameter("currency");
  const duration = params.duration ?? "once";
  if (duration === "repeating" && params.duration_in_months === undefined)
    throw missingParameter("duration_in_months");
  const id = params.id ?? ctx.id("", 8).slice(1);
  if (ctx.store.find("coupon", id) !== null) {
    throw invalid("Coupon already exists.", "id", "resource_already_exists");
  }
  const body: Stripe.Coupon = {
    id,
    object: "coupon",
    amount_off: amount ?? null,
    created: ctx.now(),
    currency: amount === undefined ? null : (params.currency ?? null),
    duration,
    duration_in_months: duration === "repeating" ? (params.duration_in_months ?? null) : null,
    livemode: false,
    max_redemptions: params.max_redemptions ?? null,
    metadata: mergeMetadata({}, params.metadata),
    name: params.name ?? null,
    percent_off: percent ?? null,
    redeem_by: params.redeem_by ?? null,
    times_redeemed: 0,
    valid: true,
  };
  const amounts: CurrencyAmounts = {};
  for (const [currency, option] of Object.entries(params.currency_options ?? {}))
    amounts[currency] = option.amount_off;
  ctx.insert("coupon", body, { amounts, products: params.applies_to?.products ?? [] });
  ctx.emit("coupon.created", body);
  return body;
}

function newPromotionCode(ctx: Context, params: Stripe.PromotionCodeCreateParams): Stripe.PromotionCode {
  const couponId = params.promotion.coupon;
  if (couponId === undefined) throw missingParameter("promotion[coupon]");
  const coupon = requireCoupon(ctx, couponId, "promotion[coupon]");
  if (!coupon.body.valid) throw invalid("This coupon has expired.", "promotion[coupon]", "coupon_expired");
  if (params.customer !== undefined) requireCustomer(ctx, params.customer);
  const code = params.code ?? ctx.id("", 8).slice(1).toUpperCase();
  if (!/^[A-Za-z0-9-]+$/.test(code)) {
    throw invalid("Promotion codes may only contain letters, digits and dashes.", "code");
  }
  for (const other of ctx.store.list("promotion_code", { ref: code.toLowerCase() })) {
    refresh(ctx, other);
    const isSameOwner = idOf(other.body.customer) === (params.customer ?? null);
    if (other.body.active && isSameOwner) {
      throw invalid(
        "An active promotion code with `code` already exists.",
        "code",
        "resource_already_exists",
      );
    }
  }
  const { restrictions } = params;
  const body: Stripe.PromotionCode = {
    id: ctx.id("promo"),
    object: "promotion_code",
    active: params.active ?? true,
    code,
    created: ctx.now(),
    customer: params.customer ?? null,
    customer_account: null,
    expires_at: params.expires_at ?? null,
    livemode: false,
    max_redemptions: params.max_redemptions ?? null,
    metadata: mergeMetadata({}, params.metadata),
    promotion: { coupon: couponId, type: "coupon" },
    restrictions: {
      first_time_transaction: restrictions?.first_time_transaction ?? false,
      minimum_amount: restrictions?.minimum_amount ?? null,
      minimum_amount_currency: restrictions?.minimum_amount_currency ?? null,
    },
    times_redeemed: 0,
  };
  const minimums: CurrencyAmounts = {};
  for (const [currency, option] of Object.entries(restrictions?.currency_options ?? {})) {
    if (option.minimum_amount !== undefined) minimums[currency] = option.minimum_amount;
  }
  ctx.insert("promotion_code", body, { isSwitchedOn: params.active ?? true, minimums });
  ctx.emit("promotion_code.created", body);
  return body;
}

export const couponEndpoints = [
  endpoint<Stripe.CouponCreateParams>(
    "POST",
    "/v1/coupons",
    "Stripe.CouponCreateParams",
    "Stripe.Coupon",
    ({ ctx, params }) => newCoupon(ctx, params),
  ),
  endpoint<Stripe.CouponListParams>(
    "GET",
    "/v1/coupons",
    "Stripe.CouponListParams",
    "Stripe.ApiList<Stripe.Coupon>",
    ({ ctx, params }) =>
      listPage(ctx, "coupon", "/v1/coupons", params, {
        accepts: ({ id, body }) => requireCoupon(ctx, id) !== null && isWithin(body.created, params.created),
      }),
  ),
  endpoint(
    "GET",
    "/v1/coupons/:id",
    null,
    "Stripe.Coupon",
    ({ ctx, id }) => requireCoupon(ctx, id, "id").body,
  ),
  endpoint<Stripe.CouponUpdateParams>(
    "POST",
    "/v1/coupons/:id",
    "Stripe.CouponUpdateParams",
    "Stripe.Coupon",
    ({ ctx, params, id }) => {
      const stored = requireCoupon(ctx, id, "id");
      ctx.change(stored, "coupon.updated", (body) => {
        if (params.name !== undefined) body.name = params.name;
        body.metadata = mergeMetadata(body.metadata, params.metadata);
      });
      return stored.body;
    },
  ),
  endpoint("DELETE", "/v1/coupons/:id", null, "Stripe.DeletedCoupon", ({ ctx, id }) => {
    const stored = requireCoupon(ctx, id, "id");
    ctx.store.remove(stored);
    ctx.emit("coupon.deleted", stored.body);
    return { id, object: "coupon", deleted: true } satisfies Stripe.DeletedCoupon;
  }),
  endpoint<Stripe.PromotionCodeCreateParams>(
    "POST",
    "/v1/promotion_codes",
    "Stripe.PromotionCodeCreateParams",
    "Stripe.PromotionCode",
    ({ ctx, params }) => newPromotionCode(ctx, params),
  ),
  endpoint<Stripe.PromotionCodeListParams>(
    "GET",
    "/v1/promotion_codes",
    "Stripe.PromotionCodeListParams",
    "Stripe.ApiList<Stripe.PromotionCode>",
    ({ ctx, params }) =>
      listPage(ctx, "promotion_code", "/v1/promotion_codes", params, {
        filter: params.code === undefined ? {} : { ref: params.code.toLowerCase() },
        accepts: (stored) => {
          refresh(ctx, stored);
          return (
            (params.active === undefined || stored.body.active === params.active) &&
            (params.coupon === undefined || idOf(stored.body.promotion.coupon) === params.coupon) &&
            (params.customer === undefined || idOf(stored.body.customer) === params.customer) &&
            isWithin(stored.body.created, params.created)
          );
        },
      }),
  ),
  endpoint(
    "GET",
    "/v1/promotion_codes/:id",
    null,
    "Stripe.PromotionCode",
    ({ ctx, id }) => requirePromotionCode(ctx, id, "id").body,
  ),
  endpoint<Stripe.PromotionCodeUpdateParams>(
    "POST",
    "/v1/promotion_codes/:id",
    "Stripe.PromotionCodeUpdateParams",
    "Stripe.PromotionCode",
    ({ ctx, params, id }) => {
      const stored = requirePromotionCode(ctx, id, "id");
      if (params.active !== undefined) stored.inner.isSwitchedOn = params.active;
      ctx.change(stored, "promotion_code.updated", (body) => {
        body.metadata = mergeMetadata(body.metadata, params.metadata);
        if (params.active !== undefined) body.active = params.active;
      });
      refresh(ctx, stored);
      return stored.body;
    },
  ),
];
