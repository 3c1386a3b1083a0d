import fc from "fast-check";
import { expect, test } from "vitest";
import { dayMs } from "#shared/time.ts";
import { keptSince } from "./apply-retention.ts";

test("rows are kept for all of their days, and for less than one day more", () => {
  const instant = fc.date({ min: new Date("2020-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(instant, fc.integer({ min: 7, max: 36_500 }), (now, days) => {
      const age = now.getTime() - keptSince(days, now).getTime();
      expect(age).toBeGreaterThanOrEqual(days * dayMs);
      expect(age).toBeLessThan((days + 1) * dayMs);
    }),
  );
});
