import { expect, test } from "vitest";
import type { Source } from "#lib/entitlements/resolve.ts";
import { decideBillingView, findEndedPlan, hasOtherAccess, setAsideReasons } from "./billing-view.ts";
import type { SubscriptionRow } from "./mirror/subscription-row.ts";

type Facts = {
  rows?: Partial<SubscriptionRow>[];
  graceUntil?: Date;
  source?: Source;
};

/** A row of a plan; only what the decisions read. */
function rowOf(part: Partial<SubscriptionRow>): SubscriptionRow {
  const plain = { id: "sub_1", kind: "plan", setAsideReason: null, cancelAt: null, endedAt: null };
  // SAFETY: the decisions read nothing but these fields.
  return { ...plain, ...part } as SubscriptionRow;
}

const viewOf = ({ rows = [], source = "free", graceUntil }: Facts) =>
  decideBillingView({ access: { source, graceUntil: graceUntil ?? null }, rows: rows.map(rowOf) });

const later = new Date("2027-01-01");
const ended = { status: "canceled", endedAt: new Date("2026-05-01") };

test.each<[string, Facts]>([
  ["free", {}],
  ["trial", { source: "trial" }],
  ["trial", { source: "trial", rows: [ended] }],
  ["given", { source: "promo" }],
  ["given", { source: "waiver", rows: [ended] }],
  ["active", { rows: [{ status: "active" }], source: "waiver" }],
  ["active", { rows: [{ status: "active" }] }],
  ["active", { rows: [ended, { status: "active" }], source: "trial" }],
  ["canceling", { rows: [{ status: "active", cancelAt: later }] }],
  ["grace", { rows: [{ status: "past_due" }], graceUntil: later }],
  ["restricted", { rows: [{ status: "past_due" }] }],
  ["restricted", { rows: [{ status: "unpaid" }] }],
  ["paused", { rows: [{ status: "paused" }] }],
  ["incomplete", { rows: [{ status: "incomplete" }] }],
  ["incomplete", { rows: [{ status: "incomplete" }], source: "trial" }],
  ["free", { rows: [{ status: "incomplete_expired" }] }],
  ["free", { rows: [{ status: "something new" }] }],
  ["ended", { rows: [ended] }],
  ["set_aside", { rows: [{ status: "active", setAsideReason: "unknown_price" }], source: "subscription" }],
  ["free", { rows: [{ status: "active", setAsideReason: "unknown_price" }] }],
])("%s: %o", (view, facts) => {
  expect(viewOf(facts)).toBe(view);
});

test("of several plans that ended the last one counts, and boosts are none", () => {
  const rows = [
    rowOf({ ...ended, id: "sub_old", endedAt: new Date("2025-01-01") }),
    rowOf({ ...ended, id: "sub_last" }),
    rowOf({ ...ended, id: "sub_boost", kind: "boost", endedAt: later }),
  ];
  expect(findEndedPlan(rows)?.id).toBe("sub_last");
});

test("what is set aside and not over is told, each reason once", () => {
  const rows = [
    rowOf({ status: "active", setAsideReason: "second_plan" }),
    rowOf({ status: "past_due", setAsideReason: "second_plan" }),
    rowOf({ status: "canceled", setAsideReason: "unknown_price" }),
  ];
  expect(setAsideReasons(rows)).toEqual(["second_plan"]);
});

test("what is given besides a plan keeps access on when the plan is not paid", () => {
  expect(hasOtherAccess({ source: "trial" })).toBe(true);
  expect(hasOtherAccess({ source: "subscription" })).toBe(false);
  expect(hasOtherAccess({ source: "free" })).toBe(false);
});
