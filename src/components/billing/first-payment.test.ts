import { expect, test } from "vitest";
import type { InvoiceRow } from "#lib/billing/mirror/invoice-row.ts";
import type { SubscriptionRow } from "#lib/billing/mirror/subscription-row.ts";
import { hourMs } from "#shared/time.ts";
import { findFirstPayment } from "./first-payment.ts";

const now = new Date("2026-05-01T12:00:00Z");
// SAFETY: the decision reads nothing but these fields, here and below.
const subscription = { latestInvoiceId: "in_1" } as SubscriptionRow;
const bought = {
  id: "in_1",
  status: "paid",
  billingReason: "subscription_create",
  paidAt: new Date(now.getTime() - hourMs + 1),
};
const find = (invoice: Partial<InvoiceRow>, view: "active" | "canceling" = "active") =>
  findFirstPayment({ view, subscription }, [{ ...bought, ...invoice } as InvoiceRow], now)?.id;

test("a plan that was paid for the first time within the hour has its payment told", () => {
  expect(find({})).toBe("in_1");
});

test.each<[string, Partial<InvoiceRow>]>([
  ["an hour ago", { paidAt: new Date(now.getTime() - hourMs) }],
  ["not yet", { status: "open", paidAt: null }],
  ["as a renewal", { billingReason: "subscription_cycle" }],
  ["before something else was billed", { id: "in_0" }],
])("nothing is told of what was paid %s", (_when, invoice) => {
  expect(find(invoice)).toBeUndefined();
});

test("nothing is told once the plan is cancelled, or where there is none", () => {
  expect(find({}, "canceling")).toBeUndefined();
  expect(findFirstPayment({ view: "free", subscription: null }, [], now)).toBeNull();
});
