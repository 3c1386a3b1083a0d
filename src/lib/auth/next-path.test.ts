import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNextAddress, parseNextPath } from "./next-path.ts";

describe("the page to go on to after signing in", () => {
  test.each([
    ["/dashboard", "/dashboard"],
    ["/dashboard/settings", "/dashboard/settings"],
    ["/dashboard?page=2&q=a%20b", "/dashboard?page=2&q=a%20b"],
    ["/pl/dashboard/settings", "/dashboard/settings"],
    ["/dashboard/./codes/../settings", "/dashboard/settings"],
    ["/dashboard#codes", "/dashboard"],
    ["/pl/redeem/WELCOME", "/redeem/WELCOME"],
  ])("%s leads to %s", (next, path) => {
    expect(parseNextPath(next)).toBe(path);
  });

  test.each([
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "/%2f/evil.example",
    "/%5cevil.example",
    "https:evil.example",
    "https://evil.example/dashboard",
    "javascript:alert(1)",
    "/.//evil.example",
    "/dashboard/..//evil.example",
    "/dashboard//evil.example",
    "/dashboard/../r/abc",
    "/r/abc",
    "/pl//evil.example",
    "/api/codes",
    "/dashboardish",
    "/redeemable",
    "/sign-in",
    "dashboard",
    "@evil.example",
    "",
    `/dashboard/${"a".repeat(600)}`,
    null,
    undefined,
    ["/dashboard"],
  ])("%j is refused", (next) => {
    expect(parseNextPath(next)).toBeNull();
  });

  test("whatever is let through stays on this site, in every way it can be resolved", () => {
    const piece = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "@",
      ":",
      "%2f",
      "%09",
      "\t",
      "evil.example",
      "dashboard",
      "pl",
      "?",
      "#",
      "https:",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), fc.boolean(), (pieces, isRooted) => {
        const path = parseNextPath((isRooted ? "/dashboard" : "") + pieces.join(""));
        if (path === null) return;
        for (const prefix of ["", "/pl"]) {
          const url = new URL(`${prefix}${path}`, "https://dynamicqr.test");
          expect(url.origin).toBe("https://dynamicqr.test");
          expect(url.pathname.startsWith(`${prefix}/dashboard`)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

test.each([
  ["https://app.test/dashboard/settings?a=b", "/dashboard/settings?a=b"],
  ["https://app.test", null],
  ["https://app.test/r/abc", null],
  ["https://app.test.evil.example/dashboard", null],
  ["http://app.test/dashboard", null],
  ["https://app.test@evil.example/dashboard", null],
  ["/dashboard", null],
  ["", null],
  [undefined, null],
])("a mailed link's %s leads to %s", (address, path) => {
  expect(parseNextAddress(address, "https://app.test/")).toBe(path);
});
