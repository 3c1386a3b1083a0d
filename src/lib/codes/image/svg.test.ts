import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillRuns, withMargin } from "./decode.testing.ts";
import { codeMatrix, errorCorrections, type Run } from "./matrix.ts";
import { renderSvg } from "./svg.ts";
import { svgPath } from "./svg-path.ts";

const link = "https://qr.example.com/r/k7m2xq9ab";

/** The runs that a path draws; throws on anything but unit-high rectangles. */
function runsOf(path: string): Run[] {
  const rectangle = /M(\d+) (\d+)h(\d+)v1h-(\d+)z/y;
  const runs: Run[] = [];
  while (rectangle.lastIndex < path.length) {
    const [, x, y, length, back] = rectangle.exec(path) ?? [];
    if (length === undefined || length !== back) throw new Error("not a run");
    runs.push({ x: Number(x), y: Number(y), length: Number(length) });
  }
  return runs;
}

describe("the path", () => {
  test("drawn again is the matrix, for every text, level and margin", () => {
    const text = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 500 });
    const margin = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(text, fc.constantFrom(...errorCorrections), margin, (value, errorCorrection, around) => {
        const matrix = codeMatrix(value, errorCorrection);
        const drawn = fillRuns(runsOf(svgPath(matrix, around)), matrix.length + 2 * around);
        expect(drawn).toEqual(withMargin(matrix, around));
      }),
      { numRuns: 40 },
    );
  });

  test("has no two runs that touch in a row", () => {
    const runs = runsOf(svgPath(codeMatrix(link, "H"), 0));
    const touching = runs.filter((run, at) => {
      const next = runs[at + 1];
      return next?.y === run.y && next.x <= run.x + run.length;
    });
    expect(touching).toEqual([]);
  });
});

describe("the drawing", () => {
  test("is as large as asked for, black on white, in modules", () => {
    const matrix = codeMatrix(link, "M");
    const svg = renderSvg(matrix, { sizeMm: 33.3, margin: 4, title: link });
    const side = matrix.length + 8;
    expect(svg).toContain(`width="33.3mm" height="33.3mm" viewBox="0 0 ${side} ${side}"`);
    expect(svg).toContain(`<path fill="#fff" d="M0 0h${side}v${side}H0z"/>`);
    expect(svg).toContain(`<title>${link}</title>`);
    expect(svg.match(/<path /g)).toHaveLength(2);
  });

  test("cannot be broken out of by its title", () => {
    const svg = renderSvg([[true]], { sizeMm: 10, margin: 0, title: "</title><script>&" });
    expect(svg).toContain("<title>&lt;/title&gt;&lt;script&gt;&amp;</title>");
  });
});

test("a higher level never makes a smaller symbol, and what does not fit is refused", () => {
  const sides = errorCorrections.map((errorCorrection) => codeMatrix(link, errorCorrection).length);
  expect(sides).toEqual([...sides].sort((a, b) => a - b));
  expect(() => codeMatrix("a".repeat(1274), "H")).toThrow();
  expect(codeMatrix("a".repeat(1273), "H")).toHaveLength(177);
});
