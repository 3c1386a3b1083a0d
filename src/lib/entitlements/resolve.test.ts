import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolve } from "./resolve.ts";

const now = new Date("2026-05-01T12:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);

describe("resolve", () => {
  test("a running trial gives Pro until the instant it ends, and says when", () => {
    const trialEndsAt = later(1);
    expect(resolve({ trialEndsAt }, now)).toEqual({
      tier: "premium",
      source: "trial",
      limits: { activeCodes: null },
      nextChangeAt: trialEndsAt,
    });
  });

  test("at its last instant the trial is over: Free with ten codes", () => {
    expect(resolve({ trialEndsAt: now }, now)).toEqual({
      tier: "starter",
      source: "free",
      limits: { activeCodes: 10 },
      nextChangeAt: null,
    });
  });

  test("without gatekeeper everybody has Pro", () => {
    expect(resolve({ trialEndsAt: null }, now, false).tier).toBe("premium");
  });

  test("nothing changes before the announced instant", () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: -1e9, max: 1e9 })),
        fc.integer({ min: 0, max: 2e9 }),
        (end, step) => {
          const trialEndsAt = end === null ? null : later(end);
          const first = resolve({ trialEndsAt }, now);
          const then = later(step);
          if (first.nextChangeAt === null || then < first.nextChangeAt) {
            expect(resolve({ trialEndsAt }, then).tier).toBe(first.tier);
          }
        },
      ),
    );
  });
});
