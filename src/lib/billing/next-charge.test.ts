import { expect, test } from "vitest";
import { makeSubscription, testPrices } from "./mirror/stripe-objects.testing.ts";
import { type SubscriptionRow, subscriptionRow } from "./mirror/subscription-row.ts";
import { findNextCharge } from "./next-charge.ts";

const periodEnd = new Date("2027-01-01");
const change = {
  tier: "premium",
  interval: "month",
  priceId: "price_1",
  at: periodEnd.toISOString(),
} as const;

function rowOf(part: Partial<SubscriptionRow>, details: Partial<SubscriptionRow["details"]> = {}) {
  const plain = {
    status: "active",
    cancelAt: null,
    periodEnd,
    currency: "eur",
    amountMinor: 45_000,
    quantity: 1,
  };
  // SAFETY: the rule reads nothing but these fields.
  return { ...plain, ...part, details: { discountIds: [], ...details } } as unknown as SubscriptionRow;
}

const amount = (row: SubscriptionRow) => findNextCharge(row)?.amountMinor;

test("a running plan is charged its price when the period ends", () => {
  expect(findNextCharge(rowOf({}))).toEqual({ at: periodEnd, amountMinor: 45_000, currency: "eur" });
  expect(amount(rowOf({ status: "trialing" }))).toBe(45_000);
});

test("a change that is scheduled is charged at its own price", () => {
  expect(amount(rowOf({}, { scheduledChange: change }))).toBe(800);
  expect(amount(rowOf({}, { scheduledChange: { ...change, interval: "year" } }))).toBe(8_000);
});

test("of several at once each is charged once", () => {
  const subscription = makeSubscription({ quantity: 3 });
  const owner = { workspaceId: "w", customerId: "cus_1" };
  const settings = { prices: testPrices, graceHours: 24 };
  const row = subscriptionRow(subscription, [], null, owner, settings, new Date(0));
  expect(amount(row)).toBe(2_700);
  const details = { ...row.details, scheduledChange: { ...change, interval: "year" } };
  expect(amount({ ...row, details })).toBe(3 * 9_000);
});

test("a sum that we do not know is not guessed", () => {
  expect(amount(rowOf({ amountMinor: null }))).toBeNull();
  expect(amount(rowOf({}, { discountIds: ["di_1"] }))).toBeNull();
  expect(amount(rowOf({}, { scheduledChange: { ...change, tier: null } }))).toBeNull();
});

test.each(["past_due", "unpaid", "paused", "something new"])("nothing is announced while %s", (status) => {
  expect(findNextCharge(rowOf({ status }))).toBeNull();
});

test("nothing is charged any more once the plan is cancelled", () => {
  expect(findNextCharge(rowOf({ cancelAt: periodEnd }))).toBeNull();
});
