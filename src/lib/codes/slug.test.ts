import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateSlug, normalizeSlug, parseCustomSlug } from "./slug.ts";

describe("a generated slug", () => {
  test("is nine letters and digits that print tells apart, whatever the generator gives", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 255 })), (bytes) => {
        const slug = generateSlug((size) => Uint8Array.from([...bytes.take(size)]));
        expect(slug).toMatch(/^[2-9a-hjkmnp-z]{9}$/);
        expect(slug).not.toMatch(/[01ilo]/);
        expect(parseCustomSlug(slug)).toEqual({ ok: true, slug });
        expect(normalizeSlug(slug.toUpperCase())).toBe(slug);
      }),
    );
  });

  test("gives each letter the same number of byte values, and draws again for the rest", () => {
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 256; byte++) {
      let calls = 0;
      // A rejected byte is followed by zeros, so that its slug is longer in coming.
      const slug = generateSlug((size) => new Uint8Array(size).fill(calls++ === 0 ? byte : 0));
      const letter = calls > 1 ? "again" : slug.charAt(0);
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect(counts.get("again")).toBe(8);
    counts.delete("again");
    expect(counts.size).toBe(31);
    expect([...counts.values()].every((count) => count === 8)).toBe(true);
  });

  test("does not repeat in ten thousand", () => {
    const slugs = Array.from({ length: 10_000 }, () => generateSlug(randomBytes));
    expect(new Set(slugs).size).toBe(slugs.length);
  });
});

describe("a chosen slug", () => {
  test.each([
    ["summer-menu", "summer-menu"],
    ["  Summer-Menu-2027 ", "summer-menu-2027"],
    ["abc", "abc"],
    ["a".repeat(64), "a".repeat(64)],
  ])("%j passes", (raw, slug) => {
    expect(parseCustomSlug(raw)).toEqual({ ok: true, slug });
  });

  test.each([
    ["", "slug_short"],
    ["ab", "slug_short"],
    ["a".repeat(65), "slug_long"],
    ["zażółć", "slug_characters"],
    ["a b c", "slug_characters"],
    ["a_b_c", "slug_characters"],
    ["../etc", "slug_characters"],
    ["abc\u0000", "slug_characters"],
    ["\u212aelvin", "slug_characters"],
    ["-abc", "slug_hyphens"],
    ["abc-", "slug_hyphens"],
    ["a--b", "slug_hyphens"],
    ["---", "slug_hyphens"],
  ])("%j: %s", (raw, reason) => {
    expect(parseCustomSlug(raw)).toEqual({ ok: false, reason });
  });

  test("whatever passes needs no escaping, is stable, and is found again in any case", () => {
    const anything = fc.oneof(fc.string({ unit: "grapheme" }), fc.stringMatching(/^ ?[A-Za-z0-9-]{1,70} ?$/));
    fc.assert(
      fc.property(anything, (raw) => {
        const parsed = parseCustomSlug(raw);
        if (!parsed.ok) return;
        expect(parsed.slug).toMatch(/^(?=.{3,64}$)[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(encodeURIComponent(parsed.slug)).toBe(parsed.slug);
        expect(parseCustomSlug(parsed.slug)).toEqual(parsed);
        expect(normalizeSlug(parsed.slug.toUpperCase())).toBe(parsed.slug);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a slug in a path", () => {
  test.each([
    ["Summer-Menu", "summer-menu"],
    ["ab", null],
    ["a--b", null],
    [" abc", null],
    ["%61bc", null],
    ["abc.png", null],
    ["", null],
    ["a".repeat(65), null],
  ])("%j names %j", (segment, slug) => {
    expect(normalizeSlug(segment)).toBe(slug);
  });
});
