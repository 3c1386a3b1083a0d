import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alphabet, canonicalCode, generateCode, generatedBits, showCode } from "./code-text.ts";

describe("the spelling of a code that is kept", () => {
  test.each([
    ["summer26", "SUMMER26"],
    ["  Summer-26 ", "SUMMER26"],
    ["su mm_er·2.6", "SUMMER26"],
    ["SUMMER\u201326", "SUMMER26"],
    ["sum\u200bmer\u00ad26\ufeff", "SUMMER26"],
    ["ＳＵＭＭＥＲ２６", "SUMMER26"],
    ["A", "A"],
  ])("of %j is %s", (typed, code) => {
    expect(canonicalCode(typed)).toBe(code);
  });

  test.each(["", "  ", "---", "ŻÓŁĆ", "SUMMER%26", "A/B", "A\u0000B", "😀", "A".repeat(41)])(
    "is none for %j",
    (typed) => {
      expect(canonicalCode(typed)).toBeNull();
    },
  );

  const code = fc.stringMatching(/^[A-Z0-9]{1,40}$/);
  const separator = fc.constantFrom("", "-", " ", "_", ".", "\u2013", "\u200b", "\t");

  test("is its own, and whatever is put between its characters, in whichever case, leads to it", () => {
    fc.assert(
      fc.property(code, fc.infiniteStream(separator), fc.infiniteStream(fc.boolean()), (one, gaps, lower) => {
        expect(canonicalCode(one)).toBe(one);
        const typed = [...one]
          .map((character) => (lower.next().value ? character.toLowerCase() : character) + gaps.next().value)
          .join("");
        expect(canonicalCode(typed)).toBe(one);
      }),
    );
  });

  test("is, of any text, either none or one that stays as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 20 }), (typed) => {
        const one = canonicalCode(typed);
        if (one !== null) expect(canonicalCode(one)).toBe(one);
      }),
    );
  });
});

describe("a generated code", () => {
  test("takes more than 50 bits to guess, of characters of which no two look alike", () => {
    expect(generatedBits).toBeGreaterThan(50);
    expect(new Set(alphabet).size).toBe(alphabet.length);
    for (const pair of ["0O", "1I", "1L", "IL", "2Z", "5S", "8B", "UV"]) {
      expect([...pair].filter((character) => alphabet.includes(character)).length).toBeLessThan(2);
    }
  });

  test("is drawn from the whole alphabet at every place, evenly", () => {
    const codes = Array.from({ length: 4_600 }, () => generateCode());
    expect(new Set(codes).size).toBe(codes.length);
    for (let place = 0; place < (codes[0] ?? "").length; place++) {
      const counts = new Map<string, number>();
      for (const one of codes) counts.set(one.charAt(place), (counts.get(one.charAt(place)) ?? 0) + 1);
      expect([...counts.keys()].sort().join("")).toBe(alphabet);
      // 200 of each are to be expected; beyond seven deviations something is wrong with the draw.
      for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(100);
    }
  });

  test("asks for each character alone, for a number below the alphabet's length", () => {
    const asked: number[] = [];
    const code = generateCode((below) => {
      asked.push(below);
      return asked.length - 1;
    });
    expect(code).toBe(alphabet.slice(0, 12));
    expect(asked).toEqual(Array.from({ length: 12 }, () => alphabet.length));
  });

  test("is shown in groups that are typed as one; a word is shown as it is", () => {
    const code = generateCode();
    expect(showCode(code)).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    expect(canonicalCode(showCode(code))).toBe(code);
    expect(showCode("SUMMER26")).toBe("SUMMER26");
  });
});
