import fc from "fast-check";
import { expect, test } from "vitest";
import { overagePrices } from "#lib/billing/overage-prices.ts";
import { currencies } from "#lib/billing/plans.ts";
import { estimateOverage } from "./estimate-overage.ts";
import { isHeld, meters } from "./meters.ts";

const scans = (used: number, limit: number | null = 500_000) => [
  { meter: "trackedScans" as const, used, limit },
];

test.each([
  [500_000, 0],
  [500_001, 100],
  [510_000, 100],
  [510_001, 200],
])("%i scans of 500,000 come to %i cents: a part of a block counts as a whole", (used, totalMinor) => {
  expect(estimateOverage("pro", "usd", scans(used)).totalMinor).toBe(totalMinor);
});

test("says what was used beyond which limit, in the currency that is paid in", () => {
  const used = [...scans(512_345), { meter: "exports" as const, used: 100, limit: 100 }];
  expect(estimateOverage("pro", "pln", used)).toEqual({
    currency: "pln",
    lines: [{ meter: "trackedScans", units: 12_345, amountMinor: 800 }],
    totalMinor: 800,
  });
});

test("what has no price or no limit costs nothing", () => {
  const used = [{ meter: "members" as const, used: 9, limit: 5 }, ...scans(1_000_000_000, null)];
  expect(estimateOverage("pro", "eur", used)).toEqual({ currency: "eur", lines: [], totalMinor: 0 });
  expect(estimateOverage("free", "usd", scans(1_000_000)).totalMinor).toBe(0);
});

test("sums are whole, are those of their lines, and never fall with more use", () => {
  const usage = fc.record({ meter: fc.constantFrom(...meters), used: fc.nat(), limit: fc.nat(1_000_000) });
  fc.assert(
    fc.property(fc.constantFrom(...currencies), usage, fc.nat(10_000), (currency, each, more) => {
      const less = estimateOverage("pro", currency, [each]);
      const grown = estimateOverage("pro", currency, [{ ...each, used: each.used + more }]);
      expect(Number.isSafeInteger(less.totalMinor)).toBe(true);
      expect(less.totalMinor).toBe(less.lines.reduce((total, line) => total + line.amountMinor, 0));
      expect(grown.totalMinor).toBeGreaterThanOrEqual(less.totalMinor);
    }),
  );
});

test("whatever has a price is used up in a period, and has one in every currency", () => {
  for (const [meter, price] of Object.values(overagePrices).flatMap((list) => Object.entries(list))) {
    expect(meters.filter((each) => !isHeld(each))).toContain(meter);
    for (const currency of currencies) expect(price.amountMinor[currency]).toBeGreaterThan(0);
  }
});
