import { expect, test } from "vitest";
import { type AuditAction, categoryOf } from "./categories.ts";

test("an action without a category does not compile", () => {
  // @ts-expect-error Nothing tells how long it would be kept.
  const action: AuditAction = "unheard.of";
  expect(categoryOf(action)).toBeNull();
});

test.each([
  ["warning.payment_failed", "chatter"],
  ["access.changed", "chatter"],
  ["payment_method.added", "chatter"],
  ["subscription.changed", "money"],
  ["refund.created", "money"],
  ["dispute.lost", "money"],
  ["waiver.granted", "acts"],
  ["account.erased", "acts"],
  ["webhook.replayed", "acts"],
  ["retention.removed", "acts"],
])("%s is %s", (action, category) => {
  expect(categoryOf(action)).toBe(category);
});

test.each(["subscriptions.changed", "constructor.name", "", "."])(
  "%s has none, so that it stays",
  (action) => {
    expect(categoryOf(action)).toBeNull();
  },
);
