import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HeaderLookup } from "#platform/http/client-address.ts";
import { once } from "#platform/process.ts";
import { describeVisitor, isPrefetch, visitorHash } from "./describe-visitor.ts";

const headers =
  (values: Record<string, string>): HeaderLookup =>
  (name) =>
    values[name];
const describeAgent = (agent: string) => describeVisitor(headers({ "user-agent": agent }), "none");

const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1";
const ipad =
  "Mozilla/5.0 (iPad; CPU OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.5 Mobile/15E148 Safari/604.1";
const windows =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";
const googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

test.each([
  [iphone, { device: "mobile", os: "iOS", browser: "Safari", isBot: false }],
  [ipad, { device: "tablet", browser: "Safari", isBot: false }],
  [windows, { device: "desktop", os: "Windows", browser: "Chrome", isBot: false }],
  [googlebot, { device: "bot", isBot: true }],
  ["curl/8.5.0", { device: "bot", isBot: true }],
  ["", { device: "other", os: null, browser: null, isBot: false }],
])("%s", (agent, expected) => {
  expect(describeAgent(agent)).toMatchObject(expected);
});

test("any agent at all gives short, printable names", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (agent) => {
      const { os, browser } = describeAgent(agent);
      for (const name of [os, browser]) if (name !== null) expect(name).toMatch(/^[\x20-\x7e]{1,60}$/);
    }),
  );
});

test("a header that is longer than anybody's is read as far as it counts, and not kept in memory", () => {
  const sizes = () =>
    ["scans.agents", "scans.languages", "scans.referrers"].map(
      (name) => once(name, () => new Map<string, unknown>()).size,
    );
  describeVisitor(headers({}), "none");
  const before = sizes();
  const long = "x".repeat(10_000);
  const traits = describeVisitor(
    headers({
      "user-agent": iphone + long,
      "accept-language": `pl,${long}`,
      referer: `https://a.example/${long}`,
    }),
    "none",
  );
  expect(traits).toMatchObject({ os: "iOS", language: "pl", referrerHost: "a.example" });
  expect(sizes()).toEqual(before);
});

test.each([
  ["pl-PL,pl;q=0.9,en;q=0.8", "pl"],
  ["en;q=0.1, de", "de"],
  ["*", null],
  ["'; DROP TABLE", null],
])("the language of %s is %s", (accepted, language) => {
  expect(describeVisitor(headers({ "accept-language": accepted }), "none").language).toBe(language);
});

test.each([
  ["https://News.example.com:8443/path?secret=1", "news.example.com"],
  ["android-app://com.example", null],
  ["not an address", null],
])("of the referrer %s only the host is kept: %s", (referer, host) => {
  expect(describeVisitor(headers({ referer }), "none").referrerHost).toBe(host);
});

describe("where a visitor is", () => {
  const forged = headers({
    "x-vercel-ip-country": "PL",
    "x-vercel-ip-country-region": "14",
    "cf-ipcountry": "DE",
    "cf-region-code": "BE",
  });

  test.each([
    ["vercel", "PL", "14"],
    ["cloudflare", "DE", "BE"],
    ["none", null, null],
    [1, null, null],
  ] as const)("behind %s it is %s, %s", (trustedProxy, country, region) => {
    expect(describeVisitor(forged, trustedProxy)).toMatchObject({ country, region });
  });

  test("unknown and Tor are no countries", () => {
    for (const code of ["XX", "T1", "POL", ""]) {
      expect(describeVisitor(headers({ "cf-ipcountry": code }), "cloudflare").country).toBeNull();
    }
  });
});

describe("the visitor hash", () => {
  const hash = visitorHash("salt", "192.0.2.1", iphone);

  test("is 16 bytes and the same for the same visitor", () => {
    expect(hash).toMatch(/^[0-9a-f]{32}$/);
    expect(visitorHash("salt", "192.0.2.1", iphone)).toBe(hash);
  });

  test("differs by day, address and agent", () => {
    const others = [
      visitorHash("other", "192.0.2.1", iphone),
      visitorHash("salt", "192.0.2.2", iphone),
      visitorHash("salt", "192.0.2.1", windows),
    ];
    expect(new Set([hash, ...others])).toHaveProperty("size", 4);
  });
});

test.each([
  ["sec-purpose", "prefetch;prerender", true],
  ["purpose", "prefetch", true],
  ["x-purpose", "preview", true],
  ["sec-purpose", "", false],
  ["accept", "prefetch", false],
])("%s: %s is a prefetch: %s", (name, value, expected) => {
  expect(isPrefetch(headers({ [name]: value }))).toBe(expected);
});
