import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

// Next reads the matcher without running the file, so it cannot be shared; only compared.
function matcherOf(file: string): string {
  const found = /export const config = (\{.*\});/.exec(
    readFileSync(new URL(file, import.meta.url), "utf8"),
  )?.[1];
  if (!found) throw new Error(`no literal matcher in ${file}`);
  return found;
}

test("development and production run the middleware for the same paths", () => {
  expect(matcherOf("./src/middleware.ts")).toBe(matcherOf("./middleware.ts"));
});

test("the redirect path is none of them", () => {
  const source = /"(.+)"/.exec(matcherOf("./middleware.ts"))?.[1] ?? "";
  const matcher = new RegExp(`^${source}$`);
  expect(matcher.test("/r/some-code")).toBe(false);
  expect(matcher.test("/_next/static/chunks/a.js")).toBe(false);
  for (const path of ["/", "/pl", "/dashboard", "/api/codes", "/remote", "/no-such-page"]) {
    expect(matcher.test(path), path).toBe(true);
  }
});
