import { expect, test } from "vitest";
import { shortLink } from "./short-link.ts";

test.each([
  ["https://qr.example.com", "https://qr.example.com/r/abc"],
  ["https://qr.example.com/", "https://qr.example.com/r/abc"],
  ["http://localhost:3000", "http://localhost:3000/r/abc"],
])("a short link stands directly under %s", (appUrl, link) => {
  expect(shortLink(appUrl, "abc")).toBe(link);
});
