import { expect, test } from "vitest";
import { codeStatus } from "./code.ts";

const now = new Date("2026-05-01T12:00:00Z");
const earlier = new Date(now.getTime() - 1);
const later = new Date(now.getTime() + 1);

test.each([
  [true, null, "active"],
  [true, later, "active"],
  [true, now, "expired"],
  [true, earlier, "expired"],
  [false, null, "paused"],
  [false, earlier, "paused"],
])("active %s, expiring %s: %s", (isActive, expiresAt, status) => {
  expect(codeStatus({ isActive, expiresAt }, now)).toBe(status);
});
