import { expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import type { DiscountCode } from "./discount-code.ts";
import { findCodes, keepCodes } from "./store.ts";

openTestDatabase();

const code: DiscountCode = {
  ...{ id: "promo_1", couponId: "coupon_1", code: "SPRING", timesRedeemed: 0, isActive: true },
  createdAt: new Date("2026-05-01T12:00:00Z"),
  terms: {
    ...{ percentOff: 10, amountsOff: {}, duration: "once", months: null, maxUses: null, endsAt: null },
    ...{ isCouponValid: true, isFirstPurchaseOnly: false, minimums: {}, customerId: null, productIds: null },
  },
};

test("what Stripe said last is kept, also when an earlier answer is written down after it", async () => {
  const [earlier, later] = [new Date("2026-05-02T12:00:00Z"), new Date("2026-05-02T12:00:01Z")];
  await keepCodes(db(), [code], earlier);
  await keepCodes(db(), [{ ...code, isActive: false }], later);
  await keepCodes(db(), [code], earlier);
  expect(await findCodes(db(), [code.id])).toMatchObject([{ isActive: false, readAt: later }]);
});
