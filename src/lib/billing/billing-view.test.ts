import { expect, test } from "vitest";
import { decideBillingView } from "./billing-view.ts";
import type { BillingState } from "./subscription.ts";

type Facts = { status?: string; cancelAt?: Date; graceUntil?: Date; source?: "trial" | "free" };

function stateOf({ status, cancelAt, graceUntil, source = "free" }: Facts): BillingState {
  const access = { source, graceUntil: graceUntil ?? null };
  const subscription = status === undefined ? null : { status, cancelAt: cancelAt ?? null };
  // SAFETY: the decision reads nothing but these fields.
  return { access, subscription } as BillingState;
}

const later = new Date("2027-01-01");

test.each<[string, Facts]>([
  ["free", {}],
  ["trial", { source: "trial" }],
  ["active", { status: "active" }],
  ["active", { status: "active", source: "trial" }],
  ["canceling", { status: "active", cancelAt: later }],
  ["grace", { status: "past_due", graceUntil: later }],
  ["restricted", { status: "past_due" }],
  ["restricted", { status: "unpaid" }],
  ["restricted", { status: "incomplete" }],
  ["restricted", { status: "something new" }],
  ["paused", { status: "paused" }],
])("%s: %o", (view, facts) => {
  expect(decideBillingView(stateOf(facts))).toBe(view);
});
