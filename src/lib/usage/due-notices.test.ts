import { describe, expect, test } from "vitest";
import { dueNotices, type Noticed } from "./due-notices.ts";
import type { Meter } from "./meters.ts";
import { judgeQuota } from "./quota.ts";
import { thresholdOf } from "./thresholds.ts";

const period = { start: new Date("2026-05-05T00:00:00Z"), end: new Date("2026-06-05T00:00:00Z") };
const before = new Date("2026-04-05T00:00:00Z");
const now = new Date("2026-05-20T12:00:00Z");

function due(meter: Meter, used: number, limit: number | null, noticed: Omit<Noticed, "meter">[] = []) {
  const state = judgeQuota({ meter, used, limitReachedAt: null, period }, limit, now);
  const known = noticed.map((each) => ({ ...each, meter }));
  const found = dueNotices([{ ...state, threshold: thresholdOf(used, limit) }], known, period);
  return found.map(({ notice, isTold }) => (isTold ? `told ${notice.threshold}` : notice.threshold));
}

const now80 = { periodStart: period.start, threshold: 80 };
const now100 = { periodStart: period.start, threshold: 100 };

describe("of what is used up", () => {
  test.each([
    ["nothing below 80 %", 79, [], []],
    ["the highest that was passed, the lower ones skipped", 100, [], [100]],
    ["a higher one than was told", 95, [now80], [90]],
    ["none twice", 85, [now80], []],
    ["none below one that was told", 95, [now100], []],
    ["the same again in the next period", 85, [{ periodStart: before, threshold: 120 }], [80]],
  ])("%s", (_, used, noticed, told) => {
    expect(due("exports", used, 100, noticed)).toEqual(told);
  });

  test("nothing where it is unlimited or not to be had", () => {
    expect(due("exports", 1_000, null)).toEqual([]);
    expect(due("exports", 1_000, 0)).toEqual([]);
  });
});

describe("of what is held", () => {
  test("the same once, as long as it stays so", () => {
    const [lastMonth, full] = [
      { periodStart: before, threshold: 90 },
      { periodStart: before, threshold: 100 },
    ];
    expect(due("activeCodes", 9, 10)).toEqual([90]);
    expect(due("activeCodes", 9, 10, [full])).toEqual(["told 90"]);
    expect(due("activeCodes", 10, 10, [lastMonth])).toEqual([100]);
  });

  test("nothing to who is alone and may not be more, and nothing of what a downgrade has left over", () => {
    expect(due("members", 1, 1)).toEqual([]);
    expect(due("activeCodes", 15, 10)).toEqual([]);
  });
});
