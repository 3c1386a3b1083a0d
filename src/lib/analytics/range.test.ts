import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { daysBack, longestDays, rangeInstants, resolveRange } from "./range.ts";

const now = new Date("2026-11-21T23:30:00Z");
const custom = (from: string, to: string) => ({ period: "custom", from, to }) as const;
const preset = (period: "7" | "30" | "90") => ({ period, from: null, to: null });

describe("resolveRange", () => {
  test.each([
    [preset("7"), null, { from: "2026-11-15", to: "2026-11-21", days: 7 }],
    [preset("90"), null, { from: "2026-08-24", to: "2026-11-21", days: 90 }],
    [preset("90"), 30, { from: "2026-10-23", to: "2026-11-21", days: 30 }],
    [preset("30"), 0, { from: "2026-11-21", to: "2026-11-21", days: 1 }],
    [custom("2026-02-27", "2026-03-01"), null, { from: "2026-02-27", to: "2026-03-01", days: 3 }],
    [custom("2026-11-20", "2027-05-01"), null, { from: "2026-11-20", to: "2026-11-21", days: 2 }],
    [custom("2020-01-01", "2020-02-01"), 30, { from: "2026-10-23", to: "2026-10-23", days: 1 }],
    [custom("2027-01-01", "2027-02-01"), null, { from: "2026-11-21", to: "2026-11-21", days: 1 }],
  ])("of %j with a history of %s days is %j", (query, historyDays, expected) => {
    expect(resolveRange(query, now, historyDays)).toEqual(expected);
  });

  test.each([
    [preset("7"), 7],
    [custom("2026-11-21", "2026-11-21"), 1],
    [custom("2026-10-22", "2026-11-01"), 31],
    [custom("2027-01-01", "2027-02-01"), 1],
    [custom("2020-01-01", "2026-11-21"), longestDays],
  ])("reaches back from today as far as %j asks: %s days", (query, days) => {
    expect(daysBack(query, now)).toBe(days);
    // A plan that reaches as far cuts nothing.
    expect(resolveRange(query, now, days)).toEqual(resolveRange(query, now, null));
  });

  test("never reaches beyond today, the plan's history or a year, and is never empty", () => {
    const day = fc
      .date({ min: new Date("1990-01-01"), max: new Date("2050-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, fc.option(fc.integer({ min: 0, max: 5000 })), (from, to, historyDays) => {
        const range = resolveRange(custom(from, to), now, historyDays);
        const { since, before } = rangeInstants(range);
        expect(range.to <= "2026-11-21").toBe(true);
        expect(range.days).toBeGreaterThanOrEqual(1);
        expect(range.days).toBeLessThanOrEqual(longestDays);
        expect((before.getTime() - since.getTime()) / 86_400_000).toBe(range.days);
        if (historyDays !== null) {
          const first = new Date(Date.parse("2026-11-21") - Math.max(0, historyDays - 1) * 86_400_000);
          expect(since.getTime()).toBeGreaterThanOrEqual(first.getTime());
        }
      }),
    );
  });
});
