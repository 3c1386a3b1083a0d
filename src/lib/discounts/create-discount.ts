import Stripe from "stripe";
import { allowAct } from "#lib/admin/acts.ts";
import { type AuditFacts, recordAudit } from "#lib/audit/record.ts";
import { askStripe } from "#lib/billing/ask-stripe.ts";
import type { SyncTools } from "#lib/billing/mirror/sync-customer.ts";
import { currencies, paidPlanNames, productIdOf } from "#lib/billing/plans.ts";
import { hasStripe, idempotent } from "#lib/billing/stripe.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import type { NewDiscount, Sums } from "./create-form.ts";
import { type DiscountCode, expansionOf, readDiscountCode } from "./discount-code.ts";
import * as store from "./store.ts";

const [mainCurrency, ...otherCurrencies] = currencies;
/** By this a code is known again when the same form comes twice. */
const attemptKey = "dynamicqr_attempt";

/**
 * Makes a coupon and its promotion code at Stripe, and notes who did. The same form twice is one
 * code, also when the answer to the first was lost.
 * @throws Refusal `forbidden`, `second_factor`, `validation` for an end that is past, a code that is
 *   taken and a customer who is none, `unavailable` when Stripe does not answer
 */
export async function createDiscount(
  { db, stripe, now }: SyncTools,
  viewer: Viewer,
  wanted: NewDiscount,
): Promise<DiscountCode> {
  const at = now();
  const actor = allowAct(viewer, "discount.created", at);
  if (!hasStripe()) throw new Refusal("unavailable");
  if (wanted.endsAt !== null && wanted.endsAt <= at) throw refused("endsAt", "expiry_past");
  const customer = await requireCustomer(db, wanted.customer);
  const made = readDiscountCode(await askStripe(() => makeOnce(stripe, wanted, customer)));
  await db.$transaction(async (tx) => {
    await store.keepCodes(tx, [made], at);
    if (!(await store.claimCode(tx, made.id, actor))) return;
    const subject = `discount:${made.id}`;
    const entry = {
      actor,
      action: "discount.created",
      subject,
      workspaceId: null,
      after: facts(made),
    } as const;
    await recordAudit(tx, [entry], at);
  });
  return made;
}

const refused = (field: string, error: string, cause?: unknown) =>
  new Refusal("validation", { fields: { [field]: [error] } }, { cause });

async function requireCustomer(db: Prisma, given: string | null): Promise<string | null> {
  if (given === null) return null;
  const id = await store.findCustomerId(db, given);
  if (id === null) throw refused("customer", "discount_no_customer");
  return id;
}

async function makeOnce(
  stripe: Stripe,
  wanted: NewDiscount,
  customer: string | null,
): Promise<Stripe.PromotionCode> {
  const expand = expansionOf();
  const { code } = wanted;
  const { data } = await stripe.promotionCodes.list({ code, active: true, limit: 100 });
  const made = data.find(({ metadata }) => metadata?.[attemptKey] === wanted.attempt);
  if (made) return stripe.promotionCodes.retrieve(made.id, { expand });
  // One name for everybody: who types it shall not get something else than their neighbour.
  if (data.length > 0) throw refused("code", "discount_taken");
  const coupon = await stripe.coupons.create(...onceFor("discount-coupon", wanted.attempt, couponOf(wanted)));
  try {
    const params = { ...codeOf(wanted, coupon.id, customer), expand };
    return await stripe.promotionCodes.create(...onceFor("discount-code", wanted.attempt, params));
  } catch (error) {
    const isTaken =
      error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_already_exists";
    throw isTaken ? refused("code", "discount_taken", error) : error;
  }
}

/** With the parameters in the key: a form that was corrected is another write. */
function onceFor<Params>(action: string, attempt: string, params: Params): [Params, Stripe.RequestOptions] {
  return [params, idempotent(action, attempt, JSON.stringify(params))];
}

function couponOf(wanted: NewDiscount): Stripe.CouponCreateParams {
  const { code, percentOff, amountsOff, duration, months, plans } = wanted;
  const products = plans.length === paidPlanNames.length ? null : plans.map(productIdOf);
  return {
    // Stands on invoices.
    name: code,
    duration,
    ...(months === null ? {} : { duration_in_months: months }),
    ...(percentOff === null ? {} : { percent_off: percentOff }),
    ...(amountsOff === null ? {} : amountOff(amountsOff)),
    ...(products === null ? {} : { applies_to: { products } }),
  };
}

function amountOff(sums: Sums): Partial<Stripe.CouponCreateParams> {
  return {
    amount_off: sums[mainCurrency],
    currency: mainCurrency,
    currency_options: Object.fromEntries(otherCurrencies.map((one) => [one, { amount_off: sums[one] }])),
  };
}

function codeOf(
  { attempt, code, maxUses, endsAt, isFirstPurchaseOnly, minimums }: NewDiscount,
  coupon: string,
  customer: string | null,
): Stripe.PromotionCodeCreateParams {
  return {
    promotion: { type: "coupon", coupon },
    code,
    metadata: { [attemptKey]: attempt },
    ...(maxUses === null ? {} : { max_redemptions: maxUses }),
    ...(endsAt === null ? {} : { expires_at: Math.floor(endsAt.getTime() / 1000) }),
    ...(customer === null ? {} : { customer }),
    restrictions: {
      first_time_transaction: isFirstPurchaseOnly,
      ...(minimums === null ? {} : minimumOf(minimums)),
    },
  };
}

function minimumOf(sums: Sums): Stripe.PromotionCodeCreateParams.Restrictions {
  return {
    minimum_amount: sums[mainCurrency],
    minimum_amount_currency: mainCurrency,
    currency_options: Object.fromEntries(otherCurrencies.map((one) => [one, { minimum_amount: sums[one] }])),
  };
}

/** Codes are not in the audit: who reads it could redeem them. */
function facts({ couponId, terms }: DiscountCode): AuditFacts {
  const { percentOff, amountsOff, duration, months, maxUses, endsAt, customerId, productIds } = terms;
  return {
    couponId,
    percentOff,
    amountsOff: Object.entries(amountsOff).map(([currency, minor]) => `${minor} ${currency}`),
    ...{ duration, months, maxUses, endsAt, customerId, productIds },
  };
}
