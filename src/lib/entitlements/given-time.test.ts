import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitGivenTime, type GivenTime, isPaidFor, noGivenTime } from "./given-time.ts";
import type { SubscriptionFact } from "./gives-access.ts";
import { type AccessFacts, noFacts, resolve } from "./resolve.ts";

const start = Date.parse("2026-05-01T12:00:00Z");
const hourMs = 3_600_000;
const weekSeconds = 7 * 24 * 3_600;
const at = (hours: number) => new Date(start + hours * hourMs);

const paid: SubscriptionFact[] = [{ tier: "premium", status: "active", graceUntil: null }];
const failed = (graceHours: number): SubscriptionFact[] => [
  { tier: "premium", status: "past_due", graceUntil: at(graceHours) },
];
const trial: GivenTime = { ...noGivenTime, trialEndsAt: at(168) };
const banked: GivenTime = { ...noGivenTime, trialBankedSeconds: 120 * 3_600 };
const promo: GivenTime = { ...noGivenTime, promoEndsAt: at(100) };

function given(facts: GivenTime, subscriptions: SubscriptionFact[]): AccessFacts {
  return { ...noFacts, ...facts, subscriptions };
}

describe("a trial", () => {
  test("is banked by a purchase and goes on when that has ended", () => {
    expect(fitGivenTime(trial, [], paid, at(48))).toEqual(banked);
    expect(fitGivenTime(banked, paid, [], at(1_000))).toEqual({ ...noGivenTime, trialEndsAt: at(1_120) });
  });

  test("is not banked by a tier that is lower, or by a price that is not ours", () => {
    for (const tier of ["basic", null] as const) {
      expect(fitGivenTime(trial, [], [{ tier, status: "active", graceUntil: null }], at(1))).toEqual(trial);
    }
  });

  test("goes on when a grace runs out, without anybody writing it down", () => {
    const facts = given(banked, failed(100));
    expect(resolve(facts, at(99))).toMatchObject({ source: "subscription", nextChangeAt: at(100) });
    expect(resolve(facts, at(100))).toMatchObject({ source: "trial", nextChangeAt: at(220) });
    expect(resolve(facts, at(220))).toMatchObject({ tier: "starter", nextChangeAt: null });
  });

  test("that went on by itself is stored as what it had become, also when it is over", () => {
    expect(fitGivenTime(banked, failed(100), failed(100), at(130)).trialEndsAt).toEqual(at(220));
    expect(fitGivenTime(banked, failed(100), [], at(500)).trialEndsAt).toEqual(at(220));
  });

  test("that went on by itself is banked again by payment, with what is left", () => {
    expect(fitGivenTime(banked, failed(100), paid, at(130))).toEqual({
      ...noGivenTime,
      trialBankedSeconds: 90 * 3_600,
    });
  });

  test("that is over is not revived", () => {
    const over = { ...noGivenTime, trialEndsAt: at(1) };
    expect(fitGivenTime(over, [], paid, at(2))).toEqual(over);
    expect(fitGivenTime(over, paid, [], at(3))).toEqual(over);
  });
});

describe("promo days", () => {
  const both: GivenTime = { ...trial, promoBankedSeconds: 10 * 3_600 };

  test("given during the trial wait for its end, and begin at it by themselves", () => {
    const facts = given(both, []);
    expect(resolve(facts, at(1))).toMatchObject({ source: "trial", nextChangeAt: at(168) });
    expect(resolve(facts, at(168))).toMatchObject({ source: "promo", tier: "premium", expiresAt: at(178) });
    expect(resolve(facts, at(178))).toMatchObject({ source: "free", nextChangeAt: null });
  });

  test("that began by themselves are stored as what they had become", () => {
    expect(fitGivenTime(both, [], [], at(170))).toEqual({
      ...trial,
      promoEndsAt: at(178),
      promoBankedSeconds: 0,
    });
  });

  test("are banked by a purchase and go on when that has ended", () => {
    const waiting = { ...noGivenTime, promoBankedSeconds: 60 * 3_600 };
    expect(fitGivenTime(promo, [], paid, at(40))).toEqual(waiting);
    expect(fitGivenTime(waiting, paid, [], at(500))).toEqual({ ...noGivenTime, promoEndsAt: at(560) });
  });

  test("go on after the trial, when a grace that held both has run out", () => {
    const facts = given({ ...banked, promoBankedSeconds: 3_600 }, failed(100));
    expect(resolve(facts, at(99)).source).toBe("subscription");
    expect(resolve(facts, at(100))).toMatchObject({ source: "trial", expiresAt: at(220) });
    expect(resolve(facts, at(220))).toMatchObject({ source: "promo", expiresAt: at(221) });
    expect(resolve(facts, at(221)).source).toBe("free");
  });
});

describe("laws, over any life of payments, failures and ends", () => {
  const step = fc.record({
    hours: fc.double({ min: 0.0001, max: 60, noNaN: true }),
    next: fc.constantFrom("pay", "fail", "end", "sync", "sync"),
    graceHours: fc.integer({ min: 1, max: 30 }),
  });

  const promoSeconds = 30 * 3_600;

  /** Lives through the steps and adds up for how long given time was the reason for access. */
  function live(steps: { hours: number; next: string; graceHours: number }[]) {
    let facts: GivenTime = { ...trial, promoBankedSeconds: promoSeconds };
    let subscriptions: SubscriptionFact[] = [];
    let now = start;
    const usedMs = { trial: 0, promo: 0, whilePaid: 0 };
    for (const { hours, next, graceHours } of [...steps, { hours: 9_999, next: "sync", graceHours: 1 }]) {
      const end = Math.round(now + hours * hourMs);
      for (let from = now; from < end; ) {
        const { source, nextChangeAt } = resolve(given(facts, subscriptions), new Date(from));
        const to = Math.min(end, nextChangeAt?.getTime() ?? end);
        if (source === "trial" || source === "promo") {
          usedMs[source] += to - from;
          if (isPaidFor(subscriptions, new Date(from))) usedMs.whilePaid += to - from;
        }
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
      const fitted = fitGivenTime(facts, before, subscriptions, new Date(now));
      const again = fitGivenTime(fitted, subscriptions, subscriptions, new Date(now));
      expect(again).toEqual(fitted);
      if (before === subscriptions) {
        const instant = new Date(now);
        expect(resolve(given(fitted, subscriptions), instant)).toEqual(
          resolve(given(facts, subscriptions), instant),
        );
      }
      facts = fitted;
    }
    return { usedMs, purchases: steps.filter(({ next }) => next === "pay").length };
  }

  test("never more is used than was given, none of it while something paid gives as much", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const { usedMs } = live(steps);
        expect(usedMs.trial).toBeLessThanOrEqual(weekSeconds * 1000);
        expect(usedMs.promo).toBeLessThanOrEqual(promoSeconds * 1000);
        expect(usedMs.whilePaid).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test("none of it is lost but the broken second of each purchase, when all paid access ends", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const { usedMs, purchases } = live([...steps, { hours: 1, next: "end", graceHours: 1 }]);
        // A payment after a grace that ran out banks once more.
        const lost = (2 * purchases + 1) * 1000;
        expect(usedMs.trial).toBeGreaterThan(weekSeconds * 1000 - lost);
        expect(usedMs.promo).toBeGreaterThan(promoSeconds * 1000 - lost);
      }),
      { numRuns: 300 },
    );
  });
});
