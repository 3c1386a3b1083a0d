import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { disputeEntries, refundEntries } from "#lib/billing/mirror/payment-entries.ts";
import en from "#messages/en.json" with { type: "json" };
import { readWarning } from "./read-warning.ts";

/** Every warning that is written anywhere in the product. */
const written = globSync("src/**/*.ts", { exclude: ["**/*.test.ts", "**/generated/**"] }).flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(/action: "warning\.([a-z_]+)"/g)].map(([, kind = ""]) => kind),
);

test("every kind of warning that is written has its words", () => {
  expect(new Set(written)).toEqual(new Set(Object.keys(en.admin.warnings.kinds)));
});

const row = { workspaceId: "w", customerId: "cus_1", chargeId: "ch_1", invoiceId: null, currency: "usd" };
const at = new Date("2026-05-01T12:00:00Z");

test("what refunds and disputes warn of is read as it was written", () => {
  const refund = { ...row, id: "re_1", amountMinor: 900, status: "failed", reason: null, issuedAt: at };
  const dispute = {
    ...{ ...row, id: "dp_1", amountMinor: 900, status: "needs_response", reason: "fraudulent" },
    ...{ subscriptionId: null, openedAt: at },
  };
  const entries = [...refundEntries(null, refund, null), ...disputeEntries(null, dispute)];
  const warnings = entries.filter(({ action }) => action.startsWith("warning."));
  expect(warnings.map(({ action, after }) => readWarning(action, after))).toEqual([
    { kind: "refund_failed", amountMinor: 900, currency: "usd" },
    { kind: "dispute_opened", amountMinor: 900, currency: "usd", chargeId: "ch_1", reason: "fraudulent" },
  ]);
});

test.each([
  ["warning.subscription_set_aside", { setAsideReason: "unknown_price", priceId: "p", events: ["evt_1"] }],
  ["warning.payment_failed", { invoiceId: null, graceUntil: at.toISOString() }],
])("%s is read, whatever else was noted", (action, after) => {
  const { events: _, ...rest } = { events: [], ...after };
  expect(readWarning(action, after)).toEqual({ kind: action.slice("warning.".length), ...rest });
});

test.each([
  ["warning.unheard_of", {}],
  ["warning.payment_failed", null],
  ["warning.payment_failed", { graceUntil: "tomorrow" }],
])("%s with %j is read as nothing", (action, after) => {
  expect(readWarning(action, after)).toBeNull();
});
