import { expect, test } from "vitest";
import { chooseCurrency, readChoice } from "./choose-currency.ts";

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

test("an address chooses plan, interval and currency of the list, and nothing else", () => {
  expect(readChoice({ plan: "pro", interval: "year", currency: "pln" })).toEqual({
    plan: "pro",
    interval: "year",
    currency: "pln",
  });
  const nothing = { plan: undefined, interval: undefined, currency: undefined };
  expect(readChoice({ plan: "free", interval: "week", currency: ["usd", "eur"] })).toEqual(nothing);
  expect(readChoice({})).toEqual(nothing);
});
