import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pageWindow } from "./page-window.ts";

const shown = (page: number, count: number) =>
  pageWindow(page, count)
    .map((entry) => (entry.kind === "gap" ? "…" : entry.page))
    .join(" ");

describe("pageWindow", () => {
  test.each([
    [1, 1, "1"],
    [1, 3, "1 2 3"],
    [1, 20, "1 2 3 … 20"],
    [4, 20, "1 2 3 4 5 … 20"],
    [10, 20, "1 … 9 10 11 … 20"],
    [20, 20, "1 … 18 19 20"],
  ])("page %i of %i shows %s", (page, count, expected) => {
    expect(shown(page, count)).toBe(expected);
  });

  test("never repeats a page, always shows the first, the current and the last, and stays short", () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 5000 })
          .chain((count) => fc.tuple(fc.integer({ min: 1, max: count }), fc.constant(count))),
        ([page, count]) => {
          const pages = pageWindow(page, count)
            .filter((entry) => entry.kind === "page")
            .map((entry) => entry.page);
          expect(new Set(pages).size).toBe(pages.length);
          expect(pages).toEqual(expect.arrayContaining([1, page, count]));
          expect(pages.length).toBeLessThanOrEqual(8);
        },
      ),
    );
  });
});
