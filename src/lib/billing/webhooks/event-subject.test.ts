import { expect, test } from "vitest";
import { isRelevant, mayChangeAccess } from "./event-subject.ts";

test.each([
  ["checkout.session.completed", true],
  ["customer.subscription.created", true],
  ["customer.subscription.paused", true],
  ["customer.deleted", true],
  ["invoice.paid", true],
  ["invoice.payment_failed", true],
  ["charge.dispute.closed", true],
  ["invoice.created", false],
  ["invoice.payment_succeeded", false],
  ["payment_method.attached", false],
  ["charge.refunded", false],
])("whether %s may change access, and so waits for nobody: %s", (type, isUrgent) => {
  expect(isRelevant(type)).toBe(true);
  expect(mayChangeAccess(type)).toBe(isUrgent);
});

test.each(["product.created", "promotion_code.updated", "something.new"])(
  "%s concerns no customer",
  (type) => {
    expect(isRelevant(type)).toBe(false);
    expect(mayChangeAccess(type)).toBe(false);
  },
);
