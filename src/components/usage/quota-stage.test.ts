import { expect, test } from "vitest";
import { quotaStage } from "./quota-stage.ts";

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
  expect(quotaStage({ used, limit, state })).toBe(stage);
});
