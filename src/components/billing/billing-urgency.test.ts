import { expect, test } from "vitest";
import { billingUrgency, comesBeforeBilling } from "./billing-urgency.ts";

const standing = { trialDaysLeft: null, graceUntil: null };

test.each([
  ["restricted", {}, "attention"],
  ["incomplete", {}, "attention"],
  ["grace", { graceUntil: new Date() }, "attention"],
  ["grace", {}, null],
  ["trial", { trialDaysLeft: 3 }, "notice"],
  ["trial", { trialDaysLeft: 4 }, null],
  ["trial", {}, null],
  ["active", {}, null],
  ["free", { trialDaysLeft: 0 }, null],
] as const)("%s with %o is of the urgency %s", (view, change, urgency) => {
  expect(billingUrgency({ ...standing, view, ...change })).toBe(urgency);
});

test.each([
  ["blocked", "attention", false],
  ["blocked", "notice", true],
  ["grace", "notice", true],
  ["open", "notice", false],
  ["open", null, true],
] as const)("a limit that is %s comes before billing of the urgency %s: %s", (usage, billing, isFirst) => {
  expect(comesBeforeBilling(usage, billing)).toBe(isFirst);
});
