import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressGroup, clientAddress, type HeaderLookup } from "./client-address.ts";

const socket = "192.0.2.1";
const headers =
  (values: Record<string, string>): HeaderLookup =>
  (name) =>
    values[name];

describe("without a trusted proxy", () => {
  test("no header changes the address", () => {
    const names = [
      "x-forwarded-for",
      "x-real-ip",
      "cf-connecting-ip",
      "x-vercel-forwarded-for",
      "x-client-address",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.ipV4(), (name, forged) => {
        expect(clientAddress(headers({ [name]: forged }), socket, "none")).toBe(socket);
      }),
    );
  });

  test("an IPv4 address that came over IPv6 is the IPv4 address", () => {
    expect(clientAddress(headers({}), "::ffff:192.0.2.1", "none")).toBe("192.0.2.1");
  });
});

describe("behind proxies", () => {
  const chain = headers({ "x-forwarded-for": "203.0.113.9, 198.51.100.7, 198.51.100.8" });

  test.each([
    [1, "198.51.100.8"],
    [2, "198.51.100.7"],
    [3, "203.0.113.9"],
    [4, socket],
  ])("%d of ours: whatever the client wrote before is not believed", (hops, expected) => {
    expect(clientAddress(chain, socket, hops)).toBe(expected);
  });

  test.each(["", "unknown", "1.2.3", "999.1.1.1", "a, b"])(
    "%j is no address, so the socket's counts",
    (value) => {
      expect(clientAddress(headers({ "x-forwarded-for": value }), socket, 1)).toBe(socket);
    },
  );

  test.each([
    ["203.0.113.9:4711", "203.0.113.9"],
    ["[2001:DB8::1]:4711", "2001:db8::1"],
    ["2001:db8::1", "2001:db8::1"],
  ])("%s", (written, expected) => {
    expect(clientAddress(headers({ "x-forwarded-for": written }), socket, 1)).toBe(expected);
  });
});

test("a platform's header counts only behind that platform", () => {
  const both = headers({ "cf-connecting-ip": "203.0.113.1", "x-vercel-forwarded-for": "203.0.113.2" });
  expect(clientAddress(both, socket, "cloudflare")).toBe("203.0.113.1");
  expect(clientAddress(both, socket, "vercel")).toBe("203.0.113.2");
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
])("%s is counted as %s", (address, group) => {
  expect(addressGroup(address)).toBe(group);
});
