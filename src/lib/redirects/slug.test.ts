import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSlug } from "./slug.ts";

test.each(["menu", "a", "a-b-c", "0", "a".repeat(64)])("%s is one", (slug) => {
  expect(parseSlug(slug)).toBe(slug);
});

test("upper case means the same code", () => {
  expect(parseSlug("MeNu-2")).toBe("menu-2");
});

test.each(["", "-a", "a-", "a--b", "a_b", "a/b", "a.b", "ą", "\u212Aey", "a\n", "a".repeat(65)])(
  "%j can be no code",
  (segment) => expect(parseSlug(segment)).toBeNull(),
);

test("whatever passes is lower case and passes again unchanged", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 70 }), (text) => {
      const slug = parseSlug(text);
      if (slug !== null) expect(parseSlug(slug)).toBe(slug);
    }),
  );
});
