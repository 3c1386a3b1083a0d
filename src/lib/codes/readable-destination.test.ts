import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDestination } from "./destination.ts";
import { readableDestination, storedSpellings } from "./readable-destination.ts";

const stored = (typed: string) => new URL(typed).href;

test.each([
  ["https://żółw.pl/ścieżka", "https://żółw.pl/ścieżka"],
  ["https://żółw.pl:8443/ścieżka?pole=łąka#góra", "https://żółw.pl:8443/ścieżka?pole=łąka#góra"],
  ["https://example.com/ca%20f%C3%A9", "https://example.com/ca%20fé"],
  ["https://example.com/%E6%97%A5", "https://example.com/日"],
])("%s is shown in letters", (typed, shown) => {
  expect(readableDestination(stored(typed))).toBe(shown);
});

test.each([
  // Cyrillic throughout, Cyrillic among Latin, Greek, Hebrew, and an i without its dot.
  ...[
    "https://аррӏе.com/",
    "https://раypal.com/",
    "https://ναυς.gr/",
    "https://שלום.il/",
    "https://pın.com/",
  ],
  // No UTF-8, a slash that is none of the path's, a mark that turns the direction, a space, Arabic, a letter that draws nothing.
  ...["https://example.com/%ff", "https://example.com/%2F", "https://example.com/%E2%80%AE"],
  ...["https://example.com/%C2%A0", "https://example.com/%D8%B3", "https://example.com/%E1%85%9F"],
])("%s stays as it is stored", (typed) => {
  expect(readableDestination(stored(typed))).toBe(stored(typed));
});

test("what is shown is stored as it was when it is sent again", () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true }), fc.string({ unit: "binary" }), (url, text) => {
      const href = stored(`${url}/${encodeURIComponent(text.toWellFormed())}`);
      expect(parseDestination(readableDestination(href), [])).toEqual(parseDestination(href, []));
    }),
  );
});

test.each(["żółw", "żółw.pl", "żółw.pl/ścieżka", "https://żółw.pl/ście", "ścieżka"])(
  "%s is found",
  (text) => {
    const href = stored("https://żółw.pl/ścieżka");
    expect(storedSpellings(text).some((spelling) => href.includes(spelling))).toBe(true);
  },
);

test("what is plain has one spelling", () => {
  expect(storedSpellings("example.com/menu")).toEqual(["example.com/menu"]);
});
