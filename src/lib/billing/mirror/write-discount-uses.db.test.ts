import type Stripe from "stripe";
import { expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { advance } from "../../../../sandbox/stripe/testing/harness.ts";
import { openLocalStripe } from "../../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { clockStart, day, makeSyncedPayer, type SyncedPayer, versionsOf } from "./synced-payer.testing.ts";

openTestDatabase();
const local = openLocalStripe();

async function makeCode(params: Stripe.CouponCreateParams): Promise<Stripe.PromotionCode> {
  const { id: coupon } = await local.stripe.coupons.create(params);
  return local.stripe.promotionCodes.create({ promotion: { type: "coupon", coupon } });
}

const usesOf = ({ workspaceId }: SyncedPayer) =>
  db().discountUse.findMany({ where: { workspaceId }, orderBy: { usedAt: "asc" } });

test("each paid invoice that a code lowered is a use, for as long as the code lowers any", async () => {
  const payer = await makeSyncedPayer(local.stripe);
  const code = await makeCode({ percent_off: 20, duration: "repeating", duration_in_months: 2 });
  await payer.subscribe({ discounts: [{ promotion_code: code.id }] });
  await payer.sync();
  const [first, ...none] = await usesOf(payer);
  expect(none).toEqual([]);
  expect(first).toMatchObject({
    promotionCodeId: code.id,
    couponId: code.promotion.coupon,
    code: code.code,
    customerId: payer.customerId,
    amountMinor: 180,
    currency: "usd",
    usedAt: new Date(clockStart * 1000),
  });
  for (const days of [40, 70]) await advance(local.stripe, payer.clock, clockStart + days * day);
  await payer.sync(clockStart + 70 * day);
  const uses = await usesOf(payer);
  expect(uses.map(({ amountMinor, discountId }) => [amountMinor, discountId])).toEqual([
    [180, first?.discountId],
    [180, first?.discountId],
  ]);
  const invoices = await db().billingInvoice.findMany({
    where: { workspaceId: payer.workspaceId },
    orderBy: { issuedAt: "asc" },
  });
  expect(invoices.map(({ discountMinor, totalMinor }) => [discountMinor, totalMinor])).toEqual([
    [180, 720],
    [180, 720],
    [0, 900],
  ]);
  const before = await versionsOf(payer.workspaceId);
  expect(await payer.sync(clockStart + 70 * day)).toMatchObject({ changes: 0 });
  expect(await versionsOf(payer.workspaceId)).toBe(before);
});

test("an invoice that is not paid uses nothing until it is", async () => {
  const payer = await makeSyncedPayer(local.stripe);
  const code = await makeCode({ percent_off: 50, duration: "once" });
  const { latest_invoice: invoice } = await payer.subscribe({
    discounts: [{ promotion_code: code.id }],
    payment_behavior: "default_incomplete",
  });
  await payer.sync();
  expect(await usesOf(payer)).toEqual([]);
  const { discountMinor } = await db().billingInvoice.findFirstOrThrow({
    where: { workspaceId: payer.workspaceId },
  });
  expect(discountMinor).toBe(450);
  await local.stripe.invoices.pay(typeof invoice === "string" ? invoice : (invoice?.id ?? ""));
  await payer.sync();
  expect(await usesOf(payer)).toMatchObject([{ promotionCodeId: code.id, amountMinor: 450 }]);
});

test("all of the price is a use, too, and so is a coupon that was given without a code", async () => {
  const payer = await makeSyncedPayer(local.stripe);
  const { id: coupon } = await local.stripe.coupons.create({ percent_off: 100, duration: "once" });
  await payer.subscribe({ discounts: [{ coupon }] });
  await payer.sync();
  expect(await usesOf(payer)).toMatchObject([
    { couponId: coupon, promotionCodeId: null, code: null, amountMinor: 900 },
  ]);
});

test("an invoice without a discount is none", async () => {
  const payer = await makeSyncedPayer(local.stripe);
  await payer.subscribe();
  await payer.sync();
  expect(await usesOf(payer)).toEqual([]);
});
