import { expect, test } from "vitest";
import { dayFilter, strictDay } from "./day-filter.ts";

test("a day is its beginning in UTC", () => {
  expect(dayFilter.parse("2026-11-21")).toEqual(new Date("2026-11-21T00:00:00Z"));
});

test("what is no day narrows nothing in an address, and is refused where nothing may be guessed", () => {
  for (const text of ["yesterday", "2026-02-30", "0000-01-01"]) {
    expect(dayFilter.parse(text), text).toBeNull();
    expect(strictDay.safeParse(text).success, text).toBe(false);
  }
  expect(strictDay.parse("")).toBeNull();
});
