import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canCreateQrCode, isPro, isTrialing, trialEndsAt } from "./ask.ts";
import { givesAccess, type SubscriptionFact } from "./gives-access.ts";
import { type AccessFacts, resolve } from "./resolve.ts";
import { limitsOf, type Tier, tierRank, tiers } from "./tiers.ts";

const now = new Date("2026-05-01T12:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);
const nothing: AccessFacts = { trialEndsAt: null, trialBankedSeconds: 0, subscriptions: [] };

function subscribed(status: string, graceUntil: Date | null = null, tier: Tier = "premium"): AccessFacts {
  return { ...nothing, subscriptions: [{ tier, status, graceUntil }] };
}

describe("a trial", () => {
  test("gives Pro until the instant it ends, and says when", () => {
    const endsAt = later(1);
    expect(resolve({ ...nothing, trialEndsAt: endsAt }, now)).toEqual({
      tier: "premium",
      source: "trial",
      limits: { activeCodes: null },
      graceUntil: null,
      nextChangeAt: endsAt,
    });
  });

  test("is over at its last instant: Free with ten codes", () => {
    expect(resolve({ ...nothing, trialEndsAt: now }, now)).toEqual({
      tier: "starter",
      source: "free",
      limits: { activeCodes: 10 },
      graceUntil: null,
      nextChangeAt: null,
    });
  });

  test("beside a paid plan of the same tier is not the reason, and its end changes nothing", () => {
    const both = { ...subscribed("active"), trialEndsAt: later(1000) };
    expect(resolve(both, now)).toMatchObject({ source: "subscription", nextChangeAt: null });
  });
});

describe("a subscription", () => {
  test.each([
    ["active", true],
    ["trialing", true],
    ["past_due", false],
    ["incomplete", false],
    ["incomplete_expired", false],
    ["unpaid", false],
    ["paused", false],
    ["canceled", false],
    ["something_new", false],
    ["", false],
  ])("that is %s gives access: %s", (status, isGiven) => {
    expect(isPro(resolve(subscribed(status), now))).toBe(isGiven);
  });

  test("that is past due gives access until its grace ends, and says so", () => {
    const graceUntil = later(1);
    expect(resolve(subscribed("past_due", graceUntil), now)).toMatchObject({
      tier: "premium",
      source: "subscription",
      graceUntil,
      nextChangeAt: graceUntil,
    });
    expect(resolve(subscribed("past_due", now), now)).toMatchObject({ tier: "starter", graceUntil: null });
  });

  test("whose grace is forgotten after payment is not in grace", () => {
    expect(resolve(subscribed("active", later(5)), now)).toMatchObject({
      graceUntil: null,
      nextChangeAt: null,
    });
  });

  test("in grace leaves a running trial behind it", () => {
    const facts = { ...subscribed("past_due", later(5)), trialEndsAt: later(9) };
    expect(resolve(facts, now).nextChangeAt).toEqual(later(5));
    expect(resolve(facts, later(5))).toMatchObject({ source: "trial", nextChangeAt: later(9) });
  });

  test("of Enterprise beats a trial", () => {
    const facts = { ...subscribed("active", null, "enterprise"), trialEndsAt: later(9) };
    expect(resolve(facts, now)).toMatchObject({ tier: "enterprise", source: "subscription" });
  });
});

test("without gatekeeper everybody has Pro at least", () => {
  expect(resolve(nothing, now, false).tier).toBe("premium");
  expect(resolve(subscribed("active", null, "enterprise"), now, false).tier).toBe("enterprise");
});

test("the helpers answer from the entitlements", () => {
  const trial = resolve({ ...nothing, trialEndsAt: later(1) }, now);
  expect([isPro(trial), isTrialing(trial)]).toEqual([true, true]);
  expect(isTrialing(resolve(subscribed("active"), now))).toBe(false);
  expect(trialEndsAt(trial)).toEqual(later(1));
  expect(trialEndsAt(resolve(subscribed("past_due", later(1)), now))).toBeNull();
  const free = { limits: limitsOf("starter") };
  expect([canCreateQrCode(free, 9), canCreateQrCode(free, 10), canCreateQrCode(free, 99)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(canCreateQrCode({ limits: limitsOf("premium") }, 1e6)).toBe(true);
});

describe("laws", () => {
  const instant = fc.option(fc.integer({ min: -1e6, max: 1e6 }).map(later), { nil: null });
  const statuses = [
    "active",
    "trialing",
    "past_due",
    "unpaid",
    "canceled",
    "paused",
    "incomplete",
    "new_word",
  ];
  const subscription: fc.Arbitrary<SubscriptionFact> = fc.record({
    tier: fc.constantFrom(...tiers),
    status: fc.constantFrom(...statuses),
    graceUntil: instant,
  });
  // A trial runs or is banked, never both.
  const trial = fc.oneof(
    fc.record({ trialEndsAt: instant, trialBankedSeconds: fc.constant(0) }),
    fc.record({ trialEndsAt: fc.constant(null), trialBankedSeconds: fc.constantFrom(1, 900) }),
  );
  const facts: fc.Arbitrary<AccessFacts> = fc
    .record({
      trial,
      subscriptions: fc.array(subscription, { maxLength: 3 }),
    })
    .map(({ trial, ...rest }) => ({ ...trial, ...rest }));

  test("nothing changes before the announced instant, and something does at it", () => {
    fc.assert(
      fc.property(facts, fc.integer({ min: 0, max: 2e6 }), (known, step) => {
        const first = resolve(known, now);
        const withoutNext = ({ nextChangeAt: _, ...rest }: ReturnType<typeof resolve>) => rest;
        const then = later(step);
        if (first.nextChangeAt === null || then < first.nextChangeAt) {
          expect(withoutNext(resolve(known, then))).toEqual(withoutNext(first));
        }
        if (first.nextChangeAt) {
          expect(withoutNext(resolve(known, first.nextChangeAt))).not.toEqual(withoutNext(first));
        }
      }),
    );
  });

  test("time alone never gives more", () => {
    fc.assert(
      fc.property(facts, fc.nat(2e6), (known, step) => {
        expect(tierRank(resolve(known, later(step)).tier)).toBeLessThanOrEqual(
          tierRank(resolve(known, now).tier),
        );
      }),
    );
  });

  test("one more reason never takes away, and none that is not live adds anything", () => {
    fc.assert(
      fc.property(facts, subscription, (known, another) => {
        const before = resolve(known, now);
        const after = resolve({ ...known, subscriptions: [...known.subscriptions, another] }, now);
        expect(tierRank(after.tier)).toBeGreaterThanOrEqual(tierRank(before.tier));
        // The end of a grace is where banked days go on: it gives nothing of its own.
        if (!givesAccess(another, now) && known.trialBankedSeconds === 0) {
          expect(after.tier).toBe(before.tier);
        }
      }),
    );
  });

  test("the order in which reasons are known does not matter", () => {
    fc.assert(
      fc.property(facts, (known) => {
        const reversed = { ...known, subscriptions: known.subscriptions.toReversed() };
        expect(resolve(reversed, now)).toEqual(resolve(known, now));
      }),
    );
  });
});
