import { expect, test } from "vitest";
import { lineOfText, linesOfText, searchText } from "./text.ts";

const line = lineOfText(10, "name_long");
const problemOf = (text: unknown) => line.safeParse(text).error?.issues[0]?.message;

test("is trimmed, and takes every script", () => {
  expect(line.parse("  Żółw 龜 🐢 ")).toBe("Żółw 龜 🐢");
});

test.each(["a\u0000b", "a\nb", "a\u001bb", "a\u202eb", "a\u2066b", "\u200b\u2060"])(
  "%j is refused",
  (text) => {
    expect(problemOf(text)).toBe("characters");
  },
);

test("too long, or no text at all, says so", () => {
  expect(problemOf("a".repeat(11))).toBe("name_long");
  expect(problemOf(undefined)).toBe("required");
});

test("several lines keep their breaks, as single newlines, and nothing else that cannot be printed", () => {
  const lines = linesOfText(10);
  expect(lines.parse(" a\r\nb\rc ")).toBe("a\nb\nc");
  expect(lines.safeParse("a\u0000").success).toBe(false);
  expect(lines.safeParse("a".repeat(11)).success).toBe(false);
});

test("a search leaves out what cannot be printed, and is cut", () => {
  expect(searchText(3).parse(" \u0000ab\u202ecd")).toBe("abc");
});
