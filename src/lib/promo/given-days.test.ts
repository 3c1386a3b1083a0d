import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyFacts } from "#lib/entitlements/facts.testing.ts";
import { type GivenTime, noGivenTime } from "#lib/entitlements/given-time.ts";
import type { SubscriptionFact } from "#lib/entitlements/gives-access.ts";
import { noFacts, resolve } from "#lib/entitlements/resolve.ts";
import { highestTier } from "#lib/entitlements/tiers.ts";
import { dayMs } from "#shared/time.ts";
import { addPromoDays, foreseePromoDays } from "./given-days.ts";

const now = new Date("2026-05-01T12:00:00Z");
const day = (count: number) => new Date(now.getTime() + count * dayMs);
const daySeconds = 86_400;
const paid: SubscriptionFact = { tier: "premium", status: "active", graceUntil: null };
const given = (change: Partial<GivenTime>): GivenTime => ({ ...noGivenTime, ...change });

describe("thirty promo days", () => {
  const add = (facts: GivenTime, subscriptions: SubscriptionFact[] = []) => {
    const after = addPromoDays(facts, subscriptions, 30, now);
    return { after, span: foreseePromoDays(after, subscriptions, null, now) };
  };

  test("begin now on Free, also when earlier ones are over", () => {
    for (const promoEndsAt of [null, day(-3)]) {
      const { after, span } = add(given({ promoEndsAt }));
      expect(after).toEqual(given({ promoEndsAt: day(30) }));
      expect(span).toEqual({ daysLeft: 30, expiresAt: day(30), isBanked: false, bankedUntil: null });
    }
  });

  test("begin where the running ones end", () => {
    expect(add(given({ promoEndsAt: day(5) })).after.promoEndsAt).toEqual(day(35));
  });

  test("begin after the trial, and after those that wait for it already", () => {
    const { after, span } = add(given({ trialEndsAt: day(4), promoBankedSeconds: 10 * daySeconds }));
    expect(after).toEqual(given({ trialEndsAt: day(4), promoBankedSeconds: 40 * daySeconds }));
    expect(span).toEqual({ daysLeft: 40, expiresAt: day(44), isBanked: true, bankedUntil: day(4) });
  });

  test("wait in the bank while something paid gives as much, with no end that is known", () => {
    const { after, span } = add(given({ promoEndsAt: day(2) }), [paid]);
    expect(after).toEqual(given({ promoBankedSeconds: 32 * daySeconds }));
    expect(span).toEqual({ daysLeft: 32, expiresAt: null, isBanked: true, bankedUntil: null });
  });

  test("follow a plan that was cancelled, after the rest of the trial", () => {
    const facts = given({ trialBankedSeconds: 3 * daySeconds });
    const after = addPromoDays(facts, [paid], 30, now);
    expect(foreseePromoDays(after, [paid], day(20), now)).toEqual({
      daysLeft: 30,
      expiresAt: day(53),
      isBanked: true,
      bankedUntil: day(23),
    });
  });

  test("run while what is paid gives less, or nothing", () => {
    const basic = { ...paid, tier: "basic" as const };
    const unpaid = { ...paid, status: "unpaid" };
    for (const one of [basic, unpaid]) expect(add(noGivenTime, [one]).after.promoEndsAt).toEqual(day(30));
  });

  test("go on from a grace that has run out meanwhile", () => {
    const failed = { tier: "premium" as const, status: "past_due", graceUntil: day(-1) };
    const { after } = add(given({ promoBankedSeconds: 10 * daySeconds }), [failed]);
    expect(after).toEqual(given({ promoEndsAt: day(39) }));
  });
});

test("days that are left are counted up: the last hours are still one; what is over is none", () => {
  const left = (promoEndsAt: Date | null) => foreseePromoDays(given({ promoEndsAt }), [], null, now).daysLeft;
  expect([left(day(2)), left(new Date(now.getTime() + 1)), left(now), left(day(-1)), left(null)]).toEqual([
    2, 1, 0, 0, 0,
  ]);
});

describe("for whatever is known of a workspace", () => {
  const { facts } = anyFacts(now);
  const some = fc.integer({ min: 1, max: 3_650 });

  test("days added one after the other are as many as added at once", () => {
    fc.assert(
      fc.property(facts, some, some, (one, first, second) => {
        const { subscriptions } = one;
        const twice = addPromoDays(addPromoDays(one, subscriptions, first, now), subscriptions, second, now);
        expect(twice).toEqual(addPromoDays(one, subscriptions, first + second, now));
      }),
    );
  });

  test("days never take a tier away, and below Pro they give it at once", () => {
    fc.assert(
      fc.property(facts, some, (one, days) => {
        const after = { ...one, ...addPromoDays(one, one.subscriptions, days, now) };
        const [had, has] = [resolve(one, now), resolve(after, now)];
        expect(has.tier).toBe(highestTier(had.tier, "premium"));
        // The rest of a trial, which nobody has written down since, goes first.
        if (had.tier !== has.tier) expect(["promo", "trial"]).toContain(has.source);
      }),
    );
  });

  test("all of the days come to be, and not a second more, once nothing is paid", () => {
    fc.assert(
      fc.property(
        some,
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 20 }),
        (days, trial, paidDays) => {
          // A trial, then a plan for a while, then nothing: the days begin when both are over.
          const start = given({ trialEndsAt: trial === 0 ? null : day(trial) });
          const subscriptions = paidDays === 0 ? [] : [paid];
          const after = addPromoDays(start, subscriptions, days, now);
          const { expiresAt } = foreseePromoDays(after, subscriptions, day(paidDays), now);
          expect(expiresAt).toEqual(day(paidDays + trial + days));
          if (paidDays > 0) return;
          const last = new Date(Number(expiresAt) - 1);
          expect(resolve({ ...noFacts, ...after }, last).source).toBe("promo");
          expect(resolve({ ...noFacts, ...after }, new Date(Number(expiresAt))).tier).toBe("starter");
        },
      ),
    );
  });
});
