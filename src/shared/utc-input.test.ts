import fc from "fast-check";
import { expect, test } from "vitest";
import { toUtcInput, utcDay, utcEnd } from "./utc-input.ts";

test("an instant comes back to the minute", () => {
  const instants = fc.date({ min: new Date("1970-01-01"), max: new Date("9999-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(instants, (instant) => {
      const minute = new Date(Math.floor(instant.getTime() / 60_000) * 60_000);
      expect(utcEnd.parse(toUtcInput(instant))).toEqual(minute);
    }),
  );
});

test("an empty field is no end, also one that is not sent", () => {
  expect([utcEnd.parse(""), utcEnd.parse(undefined), toUtcInput(null)]).toEqual([null, null, ""]);
});

test("what no calendar has is refused by its name", () => {
  for (const text of ["tomorrow", "2026-02-30T10:00", "2026-01-01"]) {
    expect(
      utcEnd.safeParse(text).error?.issues.map(({ message }) => message),
      text,
    ).toEqual(["expiry_invalid"]);
  }
});

test("a day is one that Postgres can hold, too: it knows no year 0", () => {
  expect(["0001-01-01", "2024-02-29", "9999-12-31"].map((day) => utcDay.safeParse(day).success)).toEqual([
    true,
    true,
    true,
  ]);
  for (const text of ["0000-01-01", "2026-02-29", "2026-1-1", "today", ""]) {
    expect(utcDay.safeParse(text).success, text).toBe(false);
  }
});
