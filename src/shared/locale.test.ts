import fc from "fast-check";
import { expect, test } from "vitest";
import { acceptedLanguages, locales, matchLocale } from "./locale.ts";

test.each([
  [undefined, "en"],
  ["pl", "pl"],
  ["pl-PL,pl;q=0.9,en;q=0.8", "pl"],
  ["de,pl;q=0.5,en;q=0.4", "pl"],
  ["en-GB,pl", "en"],
  ["en;q=0,pl;q=0.1", "pl"],
  ["*", "en"],
  ["plural", "en"],
])("%s is answered in %s", (header, locale) => {
  expect(matchLocale(header)).toBe(locale);
});

test("the most wanted comes first, and equals keep their order", () => {
  expect(acceptedLanguages("fr;q=0.3, de, it;q=0.3, pl;q=0.9")).toEqual(["de", "pl", "fr", "it"]);
});

test("any header gives one of our languages", () => {
  fc.assert(fc.property(fc.string(), (header) => locales.includes(matchLocale(header))));
});
