import fc from "fast-check";
import { expect, test } from "vitest";
import { place, showPlace, toPage } from "./keyset.ts";

const somePlace = fc.record({
  at: fc.date({ min: new Date(0), max: new Date("9999-12-31T00:00:00Z"), noInvalidDate: true }),
  id: fc.uuid({ version: 4 }),
});

test("a place is read as it was written", () => {
  fc.assert(
    fc.property(somePlace, (one) => {
      expect(place.parse(showPlace(one))).toEqual(one);
    }),
  );
});

test("what is no place is refused", () => {
  for (const text of [
    "",
    "1",
    "_",
    "1_x",
    `x_${crypto.randomUUID()}`,
    `${"9".repeat(16)}_${crypto.randomUUID()}`,
  ]) {
    expect(place.safeParse(text).success, text).toBe(false);
  }
});

test("pages hold as many as fit, and the next begins after the last of them", () => {
  const placeOf = (n: number) => ({ at: new Date(n), id: `${n}` });
  expect(toPage([3, 2, 1], 3, placeOf)).toEqual({ rows: [3, 2, 1], next: null });
  expect(toPage([3, 2, 1], 2, placeOf)).toEqual({ rows: [3, 2], next: placeOf(2) });
  expect(toPage([], 2, placeOf)).toEqual({ rows: [], next: null });
});
