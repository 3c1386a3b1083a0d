import { describe, expect, test } from "vitest";
import { isKnownHost, ownOriginsOf, type RequestFacts, refuseRequest } from "./refuse-request.ts";

const own = "https://qr.example.com";
const post: RequestFacts = {
  method: "POST",
  path: "/dashboard",
  origin: own,
  secFetchSite: "same-origin",
  authorization: undefined,
  isPrefetch: false,
};

test.each<[string, Partial<RequestFacts>, string | null]>([
  ["our own page writes", {}, null],
  ["our own page over plain http, where browsers send no Sec-Fetch-Site", { secFetchSite: undefined }, null],
  ["another site's page", { origin: "https://evil.example", secFetchSite: "cross-site" }, "cross_site"],
  ["a sibling domain", { origin: "https://other.example.com", secFetchSite: "same-site" }, "cross_site"],
  ["a forged Sec-Fetch-Site with a foreign Origin", { origin: "https://evil.example" }, "cross_site"],
  ["a sandboxed frame", { origin: "null", secFetchSite: "cross-site" }, "cross_site"],
  ["an Origin of null without Sec-Fetch-Site", { origin: "null", secFetchSite: undefined }, "cross_site"],
  ["another port", { origin: `${own}:8443`, secFetchSite: undefined }, "cross_site"],
  ["another scheme", { origin: "http://qr.example.com", secFetchSite: undefined }, "cross_site"],
  ["nothing said", { origin: undefined, secFetchSite: undefined }, "cross_site"],
  [
    "an API key and nothing said",
    { origin: undefined, secFetchSite: undefined, authorization: "Bearer k" },
    null,
  ],
  [
    "an API key that somebody forgot to fill in",
    { origin: undefined, secFetchSite: undefined, authorization: "Bearer" },
    null,
  ],
  [
    "an API key from another site's page",
    { origin: "https://evil.example", secFetchSite: "cross-site", authorization: "Bearer k" },
    "cross_site",
  ],
  [
    "a password instead of a key",
    { origin: undefined, secFetchSite: undefined, authorization: "Basic k" },
    "cross_site",
  ],
  [
    "what only begins like a key",
    { origin: undefined, secFetchSite: undefined, authorization: "Bearerk" },
    "cross_site",
  ],
  ["a webhook", { path: "/api/webhooks/stripe", origin: undefined, secFetchSite: undefined }, null],
  [
    "what only begins like a webhook",
    { path: "/api/webhooksx", origin: undefined, secFetchSite: undefined },
    "cross_site",
  ],
  [
    "reading from anywhere",
    { method: "GET", origin: "https://evil.example", secFetchSite: "cross-site" },
    null,
  ],
  [
    "a guess at the analytics, which are counted",
    { method: "GET", path: "/dashboard/analytics", isPrefetch: true },
    "unavailable",
  ],
  ["the same in Polish", { method: "GET", path: "/pl/dashboard/analytics", isPrefetch: true }, "unavailable"],
  ["a guess at any other page", { method: "GET", path: "/dashboard", isPrefetch: true }, null],
  ["TRACE", { method: "TRACE" }, "method_not_allowed"],
  ["a method that nobody knows", { method: "PROPFIND" }, "method_not_allowed"],
])("%s", (_name, change, expected) => {
  expect(refuseRequest({ ...post, ...change }, [own])).toBe(expected);
});

describe("our origins", () => {
  test("in production APP_URL's alone", () => {
    expect(ownOriginsOf(own, false)).toEqual([own]);
    expect(ownOriginsOf("http://localhost:3000", false)).toEqual(["http://localhost:3000"]);
  });

  test("on one's own machine every spelling of loopback, on the same port", () => {
    expect(ownOriginsOf("http://localhost:3000", true)).toEqual([
      "http://localhost:3000",
      "http://127.0.0.1:3000",
      "http://[::1]:3000",
    ]);
    expect(ownOriginsOf("http://192.168.1.7:3000", true)).toContain("http://localhost:3000");
  });
});

describe("the Host of a request", () => {
  test.each([
    ["qr.example.com", "/pricing", true],
    ["QR.example.com", "/pricing", true],
    ["evil.example", "/pricing", false],
    [undefined, "/pricing", false],
    ["10.0.0.7:3000", "/api/ready", true],
  ])("%s for %s in production", (host, path, isKnown) => {
    expect(isKnownHost(host, path, "qr.example.com")).toBe(isKnown);
  });

  test("is not looked at where none is expected", () => {
    expect(isKnownHost("anything", "/", null)).toBe(true);
  });
});
