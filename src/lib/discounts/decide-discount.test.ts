import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseDiscount, decideDiscount, type Order } from "./decide-discount.ts";
import { type DiscountCode, type DiscountTerms, discountStates, stateOf } from "./discount-code.ts";
import { regularAfterMonths } from "./regular-after.ts";

const now = new Date("2026-11-21T12:00:00Z");
const before = new Date(now.getTime() - 1).toISOString();
const order: Order = {
  customerId: null,
  hasPaid: false,
  productId: "dynamicqr_pro",
  currency: "pln",
  amountMinor: 3_600,
};

type Given = Partial<Omit<DiscountCode, "terms">> & { terms?: Partial<DiscountTerms> };

function makeCode({ terms, ...rest }: Given = {}): DiscountCode {
  return {
    ...{ id: "promo_1", couponId: "c", code: "FIFTH", timesRedeemed: 0, isActive: true, createdAt: now },
    ...rest,
    terms: {
      ...{ percentOff: 20, amountsOff: {}, duration: "once", months: null, maxUses: null, endsAt: null },
      ...{
        isCouponValid: true,
        isFirstPurchaseOnly: false,
        minimums: {},
        customerId: null,
        productIds: null,
      },
      ...terms,
    },
  };
}

const amount = { percentOff: null, amountsOff: { usd: 200 } };

test.each<[string, Given, Partial<Order>, string | null]>([
  ["one that is live", {}, {}, null],
  ["one that ends later", { terms: { endsAt: "2026-11-21T12:00:01Z" } }, {}, null],
  ["one that has ended", { isActive: false, terms: { endsAt: before } }, {}, "discount_ended"],
  ["one used up", { isActive: false, timesRedeemed: 3, terms: { maxUses: 3 } }, {}, "discount_used_up"],
  ["one switched off", { isActive: false, terms: { maxUses: 3 } }, {}, "discount_unknown"],
  [
    "one whose coupon other codes have used up",
    { isActive: false, terms: { isCouponValid: false } },
    {},
    "discount_used_up",
  ],
  [
    "one whose coupon was deleted",
    { isActive: false, terms: { isCouponValid: null } },
    {},
    "discount_unknown",
  ],
  ["another customer's", { terms: { customerId: "cus_1" } }, {}, "discount_other_customer"],
  [
    "another customer's that has ended",
    { isActive: false, terms: { customerId: "cus_1", endsAt: before } },
    {},
    "discount_other_customer",
  ],
  ["their own", { terms: { customerId: "cus_1" } }, { customerId: "cus_1" }, null],
  ["of this plan", { terms: { productIds: ["dynamicqr_pro"] } }, {}, null],
  ["of another plan", { terms: { productIds: ["dynamicqr_enterprise"] } }, {}, "discount_other_plan"],
  ["of another currency", { terms: amount }, {}, "discount_other_currency"],
  ["of this currency", { terms: amount }, { currency: "usd" }, null],
  ["first purchase, of a newcomer", { terms: { isFirstPurchaseOnly: true } }, {}, null],
  [
    "first purchase, of a payer",
    { terms: { isFirstPurchaseOnly: true } },
    { hasPaid: true },
    "discount_not_first",
  ],
  ["at its minimum", { terms: { minimums: { pln: 3_600 } } }, {}, null],
  ["below its minimum", { terms: { minimums: { pln: 3_601 } } }, {}, "discount_minimum"],
  ["a minimum in another currency", { terms: { minimums: { usd: 9_999 } } }, {}, null],
])("%s", (_, given, buyer, expected) => {
  expect(decideDiscount(makeCode(given), { ...order, ...buyer }, now)).toBe(expected);
});

const codes = fc.array(
  fc
    .record({
      isActive: fc.boolean(),
      maxUses: fc.constantFrom(null, 0, 5),
      customerId: fc.constantFrom(null, "cus_1", "cus_2"),
      endsAt: fc.constantFrom(null, before),
    })
    .map(({ isActive, ...terms }) => makeCode({ isActive, terms })),
  { maxLength: 6 },
);

test("of several under one name the one that may be used is used, in whatever order they come", () => {
  fc.assert(
    fc.property(codes, (several) => {
      const isUsable = (list: DiscountCode[]) => "code" in chooseDiscount(list, order, now);
      const isAny = several.some((one) => decideDiscount(one, order, now) === null);
      expect(isUsable(several)).toBe(isAny);
      expect(isUsable(several.toReversed())).toBe(isAny);
      if (isAny) return;
      expect(chooseDiscount(several, order, now)).toEqual(chooseDiscount(several.toReversed(), order, now));
    }),
  );
});

test("without any it is unknown", () => {
  expect(chooseDiscount([], order, now)).toEqual({ refusal: "discount_unknown" });
});

test("what Stripe calls active is live, whatever its terms seem to say", () => {
  const over = { maxUses: 1, endsAt: before };
  expect(stateOf(makeCode({ timesRedeemed: 1, terms: over }), now)).toBe("live");
  expect(discountStates).toContain(stateOf(makeCode({ isActive: false }), now));
});

test.each([
  ["once", null, "month", 1],
  ["once", null, "year", 12],
  ["repeating", 3, "month", 3],
  ["repeating", 3, "year", 12],
  ["repeating", 13, "year", 24],
  ["forever", null, "month", null],
  ["by_moonlight", null, "month", null],
] as const)(
  "%s, %s months, paid by the %s: the regular price after %s months",
  (duration, months, interval, after) => {
    expect(regularAfterMonths({ duration, months }, interval)).toBe(after);
  },
);
