import { describe, expect, test } from "vitest";
import { canCreateQrCode, isPro, isTrialing, trialEndsAt } from "./ask.ts";
import { type AccessFacts, noFacts, resolve } from "./resolve.ts";
import { featuresOf, limitsOf, type Tier } from "./tiers.ts";

const now = new Date("2026-05-01T12:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);

function subscribed(status: string, graceUntil: Date | null = null, tier: Tier = "premium"): AccessFacts {
  return { ...noFacts, subscriptions: [{ tier, status, graceUntil }] };
}
const waived = (tier: Tier, endsAt: Date | null = null) => ({ waivers: [{ tier, endsAt }] });

const verdictsOf = (facts: AccessFacts) =>
  resolve(facts, now).considered.map(({ source, verdict }) => `${source} ${verdict}`);

describe("a trial", () => {
  test("gives Pro until the instant it ends, and says when", () => {
    const endsAt = later(1);
    expect(resolve({ ...noFacts, trialEndsAt: endsAt }, now)).toEqual({
      tier: "premium",
      source: "trial",
      features: featuresOf("premium"),
      denied: [],
      limits: limitsOf("premium"),
      graceUntil: null,
      expiresAt: endsAt,
      nextChangeAt: endsAt,
      considered: [
        { source: "trial", tier: "premium", verdict: "wins", endsAt },
        { source: "free", tier: "starter", verdict: "outranked", endsAt: null },
      ],
    });
  });

  test("is over at its last instant: Free with ten codes", () => {
    expect(resolve({ ...noFacts, trialEndsAt: now }, now)).toEqual({
      tier: "starter",
      source: "free",
      features: [],
      denied: [],
      limits: limitsOf("starter"),
      graceUntil: null,
      expiresAt: null,
      nextChangeAt: null,
      considered: [
        { source: "trial", tier: "premium", verdict: "ended", endsAt: now },
        { source: "free", tier: "starter", verdict: "wins", endsAt: null },
      ],
    });
  });

  test("beside a paid plan of the same tier is not the reason, and its end takes nothing", () => {
    const both = { ...subscribed("active"), trialEndsAt: later(1000) };
    expect(resolve(both, now)).toMatchObject({ source: "subscription", expiresAt: null });
    expect(resolve(both, later(1000))).toMatchObject({ source: "subscription", tier: "premium" });
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

  test("of a price that is not ours gives nothing", () => {
    const facts = { ...noFacts, subscriptions: [{ tier: null, status: "active", graceUntil: null }] };
    expect(resolve(facts, now)).toMatchObject({ tier: "starter", source: "free" });
    expect(verdictsOf(facts)).toEqual(["subscription unknown_tier", "free wins"]);
  });

  test("that is past due gives access until its grace ends, and says so", () => {
    const graceUntil = later(1);
    expect(resolve(subscribed("past_due", graceUntil), now)).toMatchObject({
      tier: "premium",
      source: "subscription",
      graceUntil,
      expiresAt: graceUntil,
      nextChangeAt: graceUntil,
    });
    expect(resolve(subscribed("past_due", now), now)).toMatchObject({ tier: "starter", graceUntil: null });
    expect(verdictsOf(subscribed("past_due", now))).toEqual(["subscription grace_over", "free wins"]);
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

describe("a waiver", () => {
  test("of the same tier is the reason, before a subscription", () => {
    const facts = { ...subscribed("active"), ...waived("premium") };
    expect(resolve(facts, now)).toMatchObject({ tier: "premium", source: "waiver" });
    expect(verdictsOf(facts)).toEqual(["waiver wins", "subscription tied", "free outranked"]);
  });

  test("of a lower tier is shown but takes nothing away from what is paid for", () => {
    const facts = { ...subscribed("active"), ...waived("basic") };
    expect(resolve(facts, now)).toMatchObject({ tier: "premium", source: "subscription" });
    expect(verdictsOf(facts)).toEqual(["waiver outranked", "subscription wins", "free outranked"]);
  });

  test("is over at its last instant", () => {
    const facts = { ...noFacts, ...waived("elite", later(1)) };
    expect(resolve(facts, now)).toMatchObject({ tier: "elite", source: "waiver", nextChangeAt: later(1) });
    expect(resolve(facts, later(1))).toMatchObject({ tier: "starter", nextChangeAt: null });
  });

  test("does not stop the trial's clock: nobody pays for it", () => {
    const facts = { ...noFacts, ...waived("premium", later(9)), trialEndsAt: later(5) };
    expect(resolve(facts, later(9))).toMatchObject({ tier: "starter", source: "free" });
  });
});

test("of equals the first of waiver, subscription, boost, promo, trial and free is the reason", () => {
  const all: AccessFacts = {
    ...subscribed("active"),
    ...waived("premium"),
    boosts: [{ tier: "premium", endsAt: null }],
    promoEndsAt: later(5),
    trialEndsAt: later(5),
  };
  expect(resolve(all, now).source).toBe("waiver");
  expect(resolve({ ...all, waivers: [] }, now).source).toBe("subscription");
  expect(resolve({ ...all, waivers: [], subscriptions: [] }, now).source).toBe("boost");
  const given = { ...all, waivers: [], subscriptions: [], boosts: [] };
  expect(resolve(given, now).source).toBe("promo");
  expect(resolve({ ...given, promoEndsAt: null }, now).source).toBe("trial");
  expect(resolve({ ...given, promoEndsAt: null, trialEndsAt: null }, now).source).toBe("free");
});

test("without gatekeeper everybody has Pro at least", () => {
  expect(resolve(noFacts, now, false)).toMatchObject({ tier: "premium", features: featuresOf("premium") });
  expect(resolve(subscribed("active", null, "enterprise"), now, false).tier).toBe("enterprise");
});

test("the helpers answer from the entitlements", () => {
  const trial = resolve({ ...noFacts, trialEndsAt: later(1) }, now);
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
