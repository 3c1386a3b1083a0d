import { expect, test } from "vitest";
import { readyUrl } from "./server.ts";

test.each([
  ["127.0.0.1", "http://127.0.0.1:3000/api/ready"],
  ["0.0.0.0", "http://127.0.0.1:3000/api/ready"],
  ["192.0.2.7", "http://192.0.2.7:3000/api/ready"],
  ["::", "http://[::1]:3000/api/ready"],
  ["::1", "http://[::1]:3000/api/ready"],
  ["localhost", "http://localhost:3000/api/ready"],
])("a server on %s is asked at %s", (host, url) => {
  expect(readyUrl(host, 3000)).toBe(url);
});
