import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { featuresOf, limitsOf } from "#lib/entitlements/tiers.ts";
import { dayMs } from "#shared/time.ts";
import { countedMeters, isHeld, meters } from "./meters.ts";
import { graceLimitOf, judgeQuota, quotaLimit } from "./quota.ts";
import { thresholdOf, thresholds } from "./thresholds.ts";

const period = { start: new Date("2026-05-05T00:00:00Z"), end: new Date("2026-06-05T00:00:00Z") };
const now = new Date("2026-05-20T12:00:00Z");
const ago = (days: number) => new Date(now.getTime() - days * dayMs);

const judge = (
  used: number,
  limit: number | null,
  limitReachedAt: Date | null = null,
  meter = "exports" as const,
) => judgeQuota({ meter, used, limitReachedAt, period }, limit, now);

describe("a quota of 100", () => {
  test.each([
    ["with 99 used is open", 99, null, "open"],
    ["that is reached is in its grace", 100, now, "grace"],
    ["whose reaching nobody has noticed is in its grace", 110, null, "grace"],
    ["with 119 used takes one more", 119, ago(3), "grace"],
    ["with 120 used takes none", 120, ago(3), "blocked"],
    ["that was reached almost seven days ago is in its grace", 100, ago(6.999), "grace"],
    ["that was reached seven days ago takes none", 100, ago(7), "blocked"],
    ["that was raised since is open, however long ago it was reached", 99, ago(20), "open"],
  ] as const)("%s", (_, used, reachedAt, state) => {
    expect(judge(used, 100, reachedAt)).toMatchObject({ state, used, limit: 100, period });
  });

  test("says in its grace until when and up to how many, and else nothing", () => {
    const graceEndsAt = new Date(ago(2).getTime() + 7 * dayMs);
    expect(judge(105, 100, ago(2))).toMatchObject({ graceLimit: 120, graceEndsAt });
    expect(judge(99, 100)).toMatchObject({ graceLimit: null, graceEndsAt: null });
    expect(judge(120, 100)).toMatchObject({ graceLimit: null, graceEndsAt: null });
  });
});

test("unlimited is always open, none is always closed, and neither has a grace", () => {
  fc.assert(
    fc.property(fc.nat(), (used) => {
      expect(judge(used, null).state).toBe("open");
      expect(judge(used, 0).state).toBe("blocked");
    }),
  );
});

test("of one kind of limit and time, more use never opens anything", () => {
  const order = ["open", "grace", "blocked"];
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1500), fc.nat(1500), fc.nat(10), (limit, a, b, days) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)];
      const [first, second] = [judge(less, limit, ago(days)), judge(more, limit, ago(days))];
      expect(order.indexOf(first.state)).toBeLessThanOrEqual(order.indexOf(second.state));
      if (second.state !== "blocked") expect(more).toBeLessThan(graceLimitOf("exports", limit));
    }),
  );
});

test("what is held has no grace", () => {
  for (const meter of meters.filter(isHeld)) {
    expect(judgeQuota({ meter, used: 10, limitReachedAt: null, period }, 10, now).state).toBe("blocked");
  }
});

test("where its feature is closed, a meter's limit is none, whatever the tier allows of it", () => {
  for (const meter of countedMeters) {
    const limits = { ...limitsOf("premium"), [meter]: null };
    expect(quotaLimit(meter, { features: featuresOf("starter"), limits })).toBe(0);
    expect(quotaLimit(meter, { features: featuresOf("premium"), limits })).toBe(null);
  }
  expect(quotaLimit("trackedScans", { features: [], limits: limitsOf("starter") })).toBe(10_000);
});

describe("the thresholds", () => {
  test.each([
    [79, null],
    [80, 80],
    [89, 80],
    [90, 90],
    [100, 100],
    [119, 100],
    [120, 120],
    [5_000, 120],
  ])("%i of 100 have passed %s", (used, passed) => {
    expect(thresholdOf(used, 100)).toBe(passed);
  });

  test("there are none of what is unlimited or not to be had", () => {
    expect(thresholdOf(5_000, null)).toBe(null);
    expect(thresholdOf(5_000, 0)).toBe(null);
  });

  test("the highest that was passed, and no higher one", () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 50_000 }), (used, limit) => {
        const passed = thresholdOf(used, limit);
        for (const each of thresholds)
          expect(used * 100 >= limit * each).toBe(passed !== null && each <= passed);
      }),
    );
  });
});
