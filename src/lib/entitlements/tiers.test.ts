import { describe, expect, test } from "vitest";
import { features, featuresOf, higherLimit, limitNames, limitsOf, lowerLimit, tiers } from "./tiers.ts";

const steps = tiers.slice(1).map((tier, index) => [tiers[index] ?? "starter", tier] as const);

describe("the ladder", () => {
  test.each(steps)("from %s to %s no feature is lost and no limit falls", (lower, higher) => {
    expect(featuresOf(higher)).toEqual(expect.arrayContaining([...featuresOf(lower)]));
    for (const name of limitNames) {
      expect(higherLimit(limitsOf(lower)[name], limitsOf(higher)[name]), name).toBe(limitsOf(higher)[name]);
    }
  });

  test.each(steps)("%s and %s differ, or one of them would be no rung", (lower, higher) => {
    expect([featuresOf(higher), limitsOf(higher)]).not.toEqual([featuresOf(lower), limitsOf(lower)]);
  });

  test("every feature is on some rung, and the highest has all of them without a limit", () => {
    expect(featuresOf("enterprise")).toEqual(features);
    expect(Object.values(limitsOf("enterprise")).filter((limit) => limit !== null)).toEqual([]);
  });

  test("Free holds ten codes and shows total counts only", () => {
    expect(featuresOf("starter")).toEqual([]);
    expect(limitsOf("starter")).toMatchObject({ activeCodes: 10, analyticsDays: 0, exports: 0 });
  });

  test("Pro has unlimited codes and all of the analytics", () => {
    expect(limitsOf("premium")).toMatchObject({ activeCodes: null, analyticsDays: null });
    expect(featuresOf("premium")).toEqual(
      expect.arrayContaining(["detailed_analytics", "geo_analytics", "bot_filter", "csv_export"]),
    );
  });
});

test.each([
  [1, 2, 1, 2],
  [0, null, 0, null],
  [null, 5, 5, null],
  [null, null, null, null],
])("of %s and %s the lower is %s and the higher %s", (a, b, lower, higher) => {
  expect([lowerLimit(a, b), higherLimit(a, b)]).toEqual([lower, higher]);
});
