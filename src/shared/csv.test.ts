import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvCell, csvRow } from "./csv.ts";

/** RFC 4180 read back: cells of one record, all of them quoted. */
function parse(row: string): string[] {
  const cells = [...row.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)];
  return cells.map(([, cell]) => (cell ?? "").replaceAll('""', '"'));
}

describe("a cell", () => {
  test.each([
    ["plain", '"plain"'],
    ['say "hi"', '"say ""hi"""'],
    ["a,b\r\nc", '"a,b\r\nc"'],
    ["", '""'],
    ["=1+1", `"'=1+1"`],
    ["+48", `"'+48"`],
    ["-1", `"'-1"`],
    ["@SUM(A1)", `"'@SUM(A1)"`],
    ["\t=1", `"'\t=1"`],
    ["\r=1", `"'\r=1"`],
    ['=HYPERLINK("https://evil.example")', `"'=HYPERLINK(""https://evil.example"")"`],
    ["a=1", '"a=1"'],
    ["Żółw", '"Żółw"'],
  ])("%j is written as %j", (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  test("never begins with what a spreadsheet takes for a formula", () => {
    fc.assert(
      fc.property(fc.constantFrom("=", "+", "-", "@", "\t", "\r"), fc.string(), (start, rest) => {
        expect(csvCell(start + rest)).toMatch(/^"'/);
      }),
    );
  });
});

test("a record is read back as it was, but for the apostrophe; an unknown value is empty", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.string()), { minLength: 1, maxLength: 5 }), (values) => {
      const expected = values.map((value) => (value && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value));
      expect(parse(csvRow(values))).toEqual(expected.map((value) => value ?? ""));
    }),
  );
});
