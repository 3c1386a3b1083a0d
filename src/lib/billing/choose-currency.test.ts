import { expect, test } from "vitest";
import { chooseCurrency } from "./choose-currency.ts";

test.each([
  ["what was chosen comes first", "eur", "usd", "PL", "eur"],
  ["then what the customer pays in", undefined, "usd", "PL", "usd"],
  ["then Poland's", undefined, null, "PL", "pln"],
  ["or the euro's countries'", undefined, null, "DE", "eur"],
  ["dollars elsewhere", undefined, null, "JP", "usd"],
  ["dollars where nothing is known", undefined, null, null, "usd"],
  ["a currency that we do not sell in is none", undefined, "gbp", null, "usd"],
] as const)("%s", (_, chosen, customers, country, expected) => {
  expect(chooseCurrency(chosen, customers, country)).toBe(expected);
});
