import fc from "fast-check";
import { expect, test } from "vitest";
import { makeSubscription, start, testPrices } from "../mirror/stripe-objects.testing.ts";
import { subscriptionRow } from "../mirror/subscription-row.ts";
import { intervals, paidPlanNames, plans } from "../plans.ts";
import { barOf, decideChange } from "./decide-change.ts";

const settings = { prices: testPrices, graceHours: 24 };
const owner = { workspaceId: "w1", customerId: "cus_1" };
const blank = subscriptionRow(makeSubscription(), [], null, owner, settings, new Date(start * 1000));

const standing = (plan: "pro" | "enterprise", interval: "month" | "year", isScheduled = false) => ({
  ...blank,
  tier: plans[plan].tier,
  interval,
  details: {
    ...blank.details,
    scheduledChange: isScheduled ? { tier: null, interval: null, priceId: "p", at: "2026-05-31" } : null,
  },
});

test.each([
  ["pro", "month", "enterprise", "month", "now"],
  ["pro", "year", "enterprise", "month", "now"],
  ["pro", "month", "pro", "year", "now"],
  ["enterprise", "month", "enterprise", "year", "now"],
  ["pro", "year", "pro", "month", "period_end"],
  ["enterprise", "month", "pro", "month", "period_end"],
  ["enterprise", "month", "pro", "year", "period_end"],
  ["enterprise", "year", "enterprise", "month", "period_end"],
] as const)("from %s by the %s to %s by the %s is done: %#", (plan, interval, toPlan, toInterval, kind) => {
  const target = { plan: toPlan, interval: toInterval };
  expect(decideChange(standing(plan, interval), target)).toEqual({ kind, target });
});

test("the same again is refused, and takes back what was to come when something was", () => {
  const target = { plan: "pro", interval: "month" } as const;
  expect(decideChange(standing("pro", "month"), target)).toEqual({ kind: "refused", reason: "same_plan" });
  expect(decideChange(standing("pro", "month", true), target)).toEqual({ kind: "take_back" });
});

test("to Free is a cancellation, whatever the standing", () => {
  expect(decideChange({ ...blank, status: "past_due" }, { plan: "free" })).toEqual({ kind: "cancel" });
});

test("what is not settled bars every change", () => {
  const pending = { ...blank.details, pendingUpdateExpiresAt: "2026-05-02" };
  expect(barOf(blank)).toBeNull();
  expect(barOf({ ...blank, status: "past_due" })).toBe("payment_due");
  expect(barOf({ ...blank, status: "unpaid" })).toBe("payment_due");
  expect(barOf({ ...blank, status: "something_new" })).toBe("payment_due");
  expect(barOf({ ...blank, status: "paused" })).toBe("paused");
  expect(barOf({ ...blank, cancelAt: new Date() })).toBe("canceling");
  expect(barOf({ ...blank, details: pending })).toBe("change_pending");
});

test("there is never a way up that waits, nor a way down that is done at once", () => {
  const offer = fc.record({
    plan: fc.constantFrom(...paidPlanNames),
    interval: fc.constantFrom(...intervals),
  });
  const rank = { pro: 0, enterprise: 2 };
  const worth = (one: { plan: "pro" | "enterprise"; interval: "month" | "year" }) =>
    rank[one.plan] + (one.interval === "year" ? 1 : 0);
  fc.assert(
    fc.property(offer, offer, fc.boolean(), (from, to, isScheduled) => {
      const { kind } = decideChange(standing(from.plan, from.interval, isScheduled), to);
      if (to.plan === from.plan) {
        expect(kind === "now").toBe(worth(to) > worth(from));
        expect(kind === "period_end").toBe(worth(to) < worth(from));
      } else expect(kind).toBe(rank[to.plan] > rank[from.plan] ? "now" : "period_end");
    }),
  );
});
