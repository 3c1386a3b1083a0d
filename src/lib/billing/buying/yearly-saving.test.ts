import { expect, test } from "vitest";
import { currencies, paidPlanNames } from "../plans.ts";
import { yearlySavingMinor } from "./yearly-saving.ts";

test("a year of Pro saves two months in every currency", () => {
  expect(currencies.map((currency) => yearlySavingMinor("pro", currency))).toEqual([1_800, 1_600, 7_200]);
});

test("no plan costs more by the year than by the month", () => {
  for (const plan of paidPlanNames) {
    for (const currency of currencies) expect(yearlySavingMinor(plan, currency)).toBeGreaterThan(0);
  }
});
