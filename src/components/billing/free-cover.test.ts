import { expect, test } from "vitest";
import { findFreeCover } from "./free-cover.ts";

test.each([
  ["given", "waiver", false, "given"],
  ["given", "waiver", true, "given"],
  ["given", "promo", true, "promo"],
  ["trial", "trial", true, "promo"],
  ["trial", "trial", false, null],
  ["free", "free", false, null],
  ["ended", "free", false, null],
] as const)("%s by %s, with promo days: %s, is covered by: %s", (view, source, hasPromoDays, cover) => {
  expect(findFreeCover({ view, access: { source } }, hasPromoDays)).toBe(cover);
});
