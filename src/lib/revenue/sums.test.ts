import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convert, type Rate } from "./convert.ts";
import type { Cell } from "./figures-store.ts";
import { monthAfter, monthOf, monthsUntil, startOf } from "./months.ts";
import { monthAsked } from "./revenue.ts";
import { sumMoney } from "./sum-cells.ts";
import { rateBody } from "./validation.ts";

const rate = (currency: string, rateMicros: bigint): Rate => ({
  ...{ currency, into: "usd", rateMicros, day: "2026-11-20", source: "ECB" },
});

describe("sums of several currencies", () => {
  test("are added at their rates, to the minor unit, and the rates are told", () => {
    const sums = [
      { currency: "usd", minor: 900 },
      { currency: "eur", minor: 800 },
      { currency: "pln", minor: -3_601 },
    ];
    const rates = [rate("eur", 1_084_500n), rate("pln", 250_000n), rate("gbp", 1n)];
    // 900 + 867.6 - 900.25
    expect(convert(sums, "usd", rates)).toEqual({ into: "usd", minor: 868, rates: rates.slice(0, 2) });
  });

  test("are not added where a rate is missing, also in the other direction", () => {
    const sums = [{ currency: "eur", minor: 800 }];
    expect(convert(sums, "usd", [rate("pln", 1n)])).toBeNull();
    expect(convert([{ currency: "usd", minor: 1 }], "eur", [rate("eur", 1_000_000n)])).toBeNull();
    expect(convert([{ currency: "usd", minor: 1 }], "usd", [])).toMatchObject({ minor: 1, rates: [] });
  });
});

test.each([
  ["1.0845", 1_084_500],
  ["4,02", 4_020_000],
  ["36", 36_000_000],
])("a rate %s is %i millionths", (text, micros) => {
  const body = { currency: "eur", into: "usd", rate: text, day: "2026-11-20", source: "ECB" };
  expect(rateBody.parse(body).rate).toBe(micros);
});

test.each(["", "0", "0.0", "-1", "1e3", "1.2345678", "1.", "NaN", "999999"])("no rate: %s", (text) => {
  const body = { currency: "eur", into: "usd", rate: text, day: "2026-11-20", source: "ECB" };
  expect(rateBody.safeParse(body).success).toBe(false);
});

describe("what was paid and given back", () => {
  const cell = fc.record({
    figure: fc.constantFrom<Cell["figure"]>("paid", "refunded", "trial"),
    time: fc.constantFrom("2026-10", "2026-11"),
    currency: fc.constantFrom("usd", "eur"),
    tier: fc.constantFrom("", "premium", "enterprise"),
    interval: fc.constantFrom("month", "year"),
    tag: fc.constantFrom("discounted", "full"),
    count: fc.nat(9),
    minor: fc.nat(9_999),
  });

  test("adds up to the same whatever it is told apart by, and never across currencies", () => {
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        const whole = sumMoney(cells, () => "");
        expect(new Set(whole.map(({ currency }) => currency)).size).toBe(whole.length);
        for (const keyOf of [(one: Cell) => one.tier, (one: Cell) => one.tag, (one: Cell) => one.time]) {
          for (const { currency, netMinor, payments } of whole) {
            const parts = sumMoney(cells, keyOf).filter((part) => part.currency === currency);
            expect(parts.reduce((sum, part) => sum + part.netMinor, 0)).toBe(netMinor);
            expect(parts.reduce((sum, part) => sum + part.payments, 0)).toBe(payments);
          }
        }
      }),
    );
  });
});

test("months follow one another over the end of a year", () => {
  expect(monthsUntil("2027-02", 4)).toEqual(["2026-11", "2026-12", "2027-01", "2027-02"]);
  expect(monthAfter("2026-12")).toBe("2027-01");
  expect(startOf("2026-11").toISOString()).toBe("2026-11-01T00:00:00.000Z");
  expect(monthOf(new Date("2026-11-30T23:59:59.999Z"))).toBe("2026-11");
  const now = new Date("2026-11-21T12:00:00Z");
  expect([monthAsked(null, now), monthAsked("2026-12", now), monthAsked("2025-01", now)]).toEqual([
    ...["2026-11", "2026-11", "2025-01"],
  ]);
});
