import { expect, test } from "vitest";
import type { DisputeRow } from "./dispute-row.ts";
import { disputeEntries, paymentMethodEntries, refundEntries } from "./payment-entries.ts";
import type { PaymentMethodRow } from "./payment-method-row.ts";
import type { RefundRow } from "./refund-row.ts";

const money = {
  workspaceId: "w1",
  customerId: "cus_1",
  chargeId: "ch_1",
  invoiceId: "in_1",
  currency: "usd",
};
const at = new Date("2026-05-01T12:00:00Z");

function dispute(status: string, amountMinor = 900): DisputeRow {
  return {
    id: "du_1",
    ...money,
    subscriptionId: "sub_1",
    amountMinor,
    status,
    reason: "fraudulent",
    openedAt: at,
  };
}

function refund(status: string): RefundRow {
  return { id: "re_1", ...money, amountMinor: 900, status, reason: null, issuedAt: at };
}

test.each([
  [null, "needs_response", ["dispute.opened", "warning.dispute_opened"]],
  [null, "warning_needs_response", ["dispute.opened", "warning.dispute_opened"]],
  [null, "a_new_word", ["dispute.opened", "warning.dispute_opened"]],
  [null, "lost", ["dispute.opened", "dispute.lost"]],
  ["needs_response", "under_review", ["dispute.changed"]],
  ["under_review", "won", ["dispute.won"]],
  ["under_review", "lost", ["dispute.lost"]],
  ["warning_under_review", "warning_closed", ["dispute.closed"]],
  ["won", "lost", ["dispute.lost"]],
])("a dispute that was %s and is %s is told as %j", (before, after, actions) => {
  const entries = disputeEntries(before === null ? null : dispute(before), dispute(after));
  expect(entries.map(({ action }) => action)).toEqual(actions);
});

test("a settled dispute of which something else changes is not settled again", () => {
  const entries = disputeEntries(dispute("won", 900), dispute("won", 800));
  expect(entries.map(({ action }) => action)).toEqual(["dispute.changed"]);
});

test("a refund is told with what we gave it back for, and a failed one warns once", () => {
  expect(refundEntries(null, refund("succeeded"), "second_plan")).toMatchObject([
    { action: "refund.created", after: { amountMinor: 900, cause: "second_plan" } },
  ]);
  const failed = refundEntries(refund("succeeded"), refund("failed"), null);
  expect(failed.map(({ action }) => action)).toEqual(["refund.changed", "warning.refund_failed"]);
  expect(failed[0]?.after).not.toHaveProperty("cause");
  expect(refundEntries(refund("failed"), refund("failed"), null).map(({ action }) => action)).toEqual([
    "refund.changed",
  ]);
});

test("nothing of a card's own is told, whatever becomes of it", () => {
  const card: PaymentMethodRow = {
    ...{ id: "pm_1", workspaceId: "w1", customerId: "cus_1", type: "card", brand: "visa", last4: "4242" },
    ...{ expMonth: 12, expYear: 2034, isDefault: false },
  };
  const entries = [
    ...paymentMethodEntries(null, card),
    ...paymentMethodEntries(card, { ...card, isDefault: true }),
    ...paymentMethodEntries(card, null),
  ];
  expect(entries.map(({ action }) => action)).toEqual([
    "payment_method.added",
    "payment_method.changed",
    "payment_method.removed",
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/visa|4242|2034/);
});
