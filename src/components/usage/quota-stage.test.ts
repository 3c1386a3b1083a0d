import { expect, test } from "vitest";
import { quotaStage } from "./quota-stage.ts";

test.each([
  [10, 10, "blocked", "full"],
  [8, 10, "open", "near"],
] as const)("%d of %s that are held and %s: %s", (used, limit, state, stage) => {
  expect(quotaStage({ meter: "activeCodes", used, limit, state })).toBe(stage);
});

test.each([
  [0, null, "open", "unlimited"],
  [0, 0, "blocked", "absent"],
  [0, 300, "open", "open"],
  [239, 300, "open", "open"],
  [240, 300, "open", "near"],
  [300, 300, "open", "near"],
  [312, 300, "grace", "grace"],
  [360, 300, "blocked", "blocked"],
] as const)("%d of %s that is %s: %s", (used, limit, state, stage) => {
  expect(quotaStage({ meter: "exports", used, limit, state })).toBe(stage);
});
