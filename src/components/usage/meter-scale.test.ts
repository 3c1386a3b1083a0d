import fc from "fast-check";
import { expect, test } from "vitest";
import { meterScale } from "./meter-scale.ts";

test.each([
  [0, 300, null, { end: 300, within: 0, beyond: 0, mark: 1 }],
  [150, 300, null, { end: 300, within: 0.5, beyond: 0, mark: 1 }],
  [300, 300, 360, { end: 300, within: 1, beyond: 0, mark: 1 }],
  [330, 300, 400, { end: 400, within: 0.75, beyond: 0.075, mark: 0.75 }],
  [400, 300, null, { end: 400, within: 0.75, beyond: 0.25, mark: 0.75 }],
])("%d of %d, at most %s: %o", (used, limit, graceLimit, scale) => {
  expect(meterScale(used, limit, graceLimit)).toEqual(scale);
});

test("the parts never leave the bar, and what is beyond begins at the mark", () => {
  const count = fc.nat(10_000_000);
  fc.assert(
    fc.property(
      count,
      fc.integer({ min: 1, max: 10_000_000 }),
      fc.option(count),
      (used, limit, graceLimit) => {
        const { within, beyond, mark } = meterScale(used, limit, graceLimit);
        expect(within).toBeGreaterThanOrEqual(0);
        expect(within).toBeLessThanOrEqual(mark);
        expect(mark + beyond).toBeLessThanOrEqual(1 + 1e-9);
        expect(beyond > 0).toBe(used > limit);
      },
    ),
  );
});
