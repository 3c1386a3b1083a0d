import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitTrial, isPaidFor, type TrialFacts } from "./fit-trial.ts";
import type { SubscriptionFact } from "./gives-access.ts";
import { resolve } from "./resolve.ts";

const start = Date.parse("2026-05-01T12:00:00Z");
const hourMs = 3_600_000;
const weekSeconds = 7 * 24 * 3_600;
const at = (hours: number) => new Date(start + hours * hourMs);

const paid: SubscriptionFact[] = [{ tier: "premium", status: "active", graceUntil: null }];
const failed = (graceHours: number): SubscriptionFact[] => [
  { tier: "premium", status: "past_due", graceUntil: at(graceHours) },
];
const trial: TrialFacts = { trialEndsAt: at(168), trialBankedSeconds: 0 };
const banked: TrialFacts = { trialEndsAt: null, trialBankedSeconds: 120 * 3_600 };

describe("a trial", () => {
  test("is banked by a purchase and goes on when that has ended", () => {
    expect(fitTrial(trial, [], paid, at(48))).toEqual(banked);
    expect(fitTrial(banked, paid, [], at(1_000))).toEqual({ trialEndsAt: at(1_120), trialBankedSeconds: 0 });
  });

  test("is not banked by a tier that is lower", () => {
    expect(fitTrial(trial, [], [{ tier: "basic", status: "active", graceUntil: null }], at(1))).toEqual(
      trial,
    );
  });

  test("goes on when a grace runs out, without anybody writing it down", () => {
    const facts = { ...banked, subscriptions: failed(100) };
    expect(resolve(facts, at(99))).toMatchObject({ source: "subscription", nextChangeAt: at(100) });
    expect(resolve(facts, at(100))).toMatchObject({ source: "trial", nextChangeAt: at(220) });
    expect(resolve(facts, at(220))).toMatchObject({ tier: "starter", nextChangeAt: null });
  });

  test("that went on by itself is stored as what it had become, also when it is over", () => {
    expect(fitTrial(banked, failed(100), failed(100), at(130)).trialEndsAt).toEqual(at(220));
    expect(fitTrial(banked, failed(100), [], at(500)).trialEndsAt).toEqual(at(220));
  });

  test("that went on by itself is banked again by payment, with what is left", () => {
    expect(fitTrial(banked, failed(100), paid, at(130))).toEqual({
      trialEndsAt: null,
      trialBankedSeconds: 90 * 3_600,
    });
  });

  test("that is over is not revived", () => {
    const over = { trialEndsAt: at(1), trialBankedSeconds: 0 };
    expect(fitTrial(over, [], paid, at(2))).toEqual(over);
    expect(fitTrial(over, paid, [], at(3))).toEqual(over);
  });
});

describe("laws, over any life of payments, failures and ends", () => {
  const step = fc.record({
    hours: fc.double({ min: 0.0001, max: 60, noNaN: true }),
    next: fc.constantFrom("pay", "fail", "end", "sync", "sync"),
    graceHours: fc.integer({ min: 1, max: 30 }),
  });

  /** Lives through the steps and adds up for how long the trial was the reason for access. */
  function live(steps: { hours: number; next: string; graceHours: number }[]) {
    let facts: TrialFacts = trial;
    let subscriptions: SubscriptionFact[] = [];
    let now = start;
    let usedMs = 0;
    let usedWhilePaidMs = 0;
    for (const { hours, next, graceHours } of [...steps, { hours: 9_999, next: "sync", graceHours: 1 }]) {
      const end = Math.round(now + hours * hourMs);
      for (let from = now; from < end; ) {
        const given = resolve({ ...facts, subscriptions }, new Date(from));
        const to = Math.min(end, given.nextChangeAt?.getTime() ?? end);
        if (given.source === "trial") usedMs += to - from;
        if (given.source === "trial" && isPaidFor(subscriptions, new Date(from)))
          usedWhilePaidMs += to - from;
        from = to;
      }
      now = end;
      const before = subscriptions;
      if (next === "pay") subscriptions = paid;
      if (next === "end") subscriptions = [];
      if (next === "fail" && isPaidFor(before, new Date(now)) && before === paid) {
        subscriptions = [
          { tier: "premium", status: "past_due", graceUntil: new Date(now + graceHours * hourMs) },
        ];
      }
      const fitted = fitTrial(facts, before, subscriptions, new Date(now));
      const again = fitTrial(fitted, subscriptions, subscriptions, new Date(now));
      expect(again).toEqual(fitted);
      if (before === subscriptions) {
        const instant = new Date(now);
        expect(resolve({ ...fitted, subscriptions }, instant)).toEqual(
          resolve({ ...facts, subscriptions }, instant),
        );
      }
      facts = fitted;
    }
    return { usedMs, usedWhilePaidMs, purchases: steps.filter(({ next }) => next === "pay").length };
  }

  test("never more than seven days of trial are used, none of them while something paid gives as much", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const { usedMs, usedWhilePaidMs } = live(steps);
        expect(usedMs).toBeLessThanOrEqual(weekSeconds * 1000);
        expect(usedWhilePaidMs).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test("none of the seven days are lost but the broken second of each purchase, when all paid access ends", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const { usedMs, purchases } = live([...steps, { hours: 1, next: "end", graceHours: 1 }]);
        // A payment after a grace that ran out banks once more.
        expect(usedMs).toBeGreaterThan((weekSeconds - 2 * purchases - 1) * 1000);
      }),
      { numRuns: 300 },
    );
  });
});
