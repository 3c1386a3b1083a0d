import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chartScale, labelStride } from "./chart-scale.ts";

describe("chartScale", () => {
  test.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [10, [0, 5, 10]],
    [40, [0, 10, 20, 30, 40]],
    [95, [0, 25, 50, 75, 100]],
    [1234, [0, 500, 1000, 1500]],
  ])("of %i", (max, ticks) => {
    expect(chartScale(max).ticks).toEqual(ticks);
  });

  test("always holds the maximum, starts at zero and has two to five whole, even ticks", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (max) => {
        const { top, ticks } = chartScale(max);
        expect(top).toBeGreaterThanOrEqual(max);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBe(top);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks.every(Number.isInteger)).toBe(true);
      }),
    );
  });
});

test("labelStride never shows more labels than there is room", () => {
  expect(labelStride(7, 10)).toBe(1);
  expect(labelStride(30, 6)).toBe(5);
  expect(labelStride(0, 6)).toBe(1);
});
