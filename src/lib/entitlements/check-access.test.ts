import { expect, test } from "vitest";
import type { OverrideFact } from "./apply-overrides.ts";
import { judgeAccess, lowestTierWith, lowestTierWithMore } from "./check-access.ts";
import { type AccessFacts, noFacts, resolve, type Source, sources } from "./resolve.ts";
import { type Feature, features, featuresOf, type Tier, tierRank, tiers } from "./tiers.ts";

const now = new Date("2026-05-01T12:00:00Z");
const end = new Date("2026-05-02T12:00:00Z");
const checkAccess = (facts: AccessFacts, feature: Feature, at = now) =>
  judgeAccess(resolve(facts, at), feature);

/** Every source with every tier that it can give. */
function factsOf(source: Source, tier: Tier): AccessFacts | null {
  switch (source) {
    case "waiver":
      return { ...noFacts, waivers: [{ tier, endsAt: null }] };
    case "subscription":
      return { ...noFacts, subscriptions: [{ tier, status: "active", graceUntil: null }] };
    case "boost":
      return { ...noFacts, boosts: [{ tier, endsAt: null }] };
    case "promo":
      return tier === "premium" ? { ...noFacts, promoEndsAt: end } : null;
    case "trial":
      return tier === "premium" ? { ...noFacts, trialEndsAt: end } : null;
    case "free":
      return tier === "starter" ? noFacts : null;
  }
}

const matrix = sources.flatMap((source) =>
  tiers.flatMap((tier) => {
    const facts = factsOf(source, tier);
    return facts ? [[source, tier, facts] as const] : [];
  }),
);

test.each(matrix)("%s of %s opens what the tier has, and says where the rest is", (source, tier, facts) => {
  for (const feature of features) {
    const isOpen = featuresOf(tier).includes(feature);
    expect(checkAccess(facts, feature), feature).toEqual({
      canAccess: isOpen,
      tier,
      requiredTier: lowestTierWith(feature),
      source,
      gracePeriod: false,
      reason: isOpen ? "included" : "tier_too_low",
    });
    expect(tierRank(tier) >= tierRank(lowestTierWith(feature))).toBe(isOpen);
  }
});

const override = (effect: "grant" | "deny", endsAt: Date | null = null): OverrideFact[] => [
  { subject: "workspace", effect, feature: "insights", endsAt },
];

test("a grant and a denial are told as what they are, as long as they last", () => {
  const ask = (facts: AccessFacts) => checkAccess(facts, "insights");
  expect(ask({ ...noFacts, overrides: override("grant") })).toMatchObject({
    canAccess: true,
    tier: "starter",
    reason: "granted",
  });
  const elite = { ...noFacts, waivers: [{ tier: "elite" as const, endsAt: null }] };
  for (const facts of [elite, noFacts]) {
    const denied = ask({ ...facts, overrides: override("deny") });
    // No tier helps, so none is named.
    expect(denied).toMatchObject({ canAccess: false, reason: "denied", requiredTier: null });
  }
  expect(ask({ ...elite, overrides: override("deny", now) }).reason).toBe("included");
});

test("a failed payment is told as long as access goes on", () => {
  const facts = {
    ...noFacts,
    subscriptions: [{ tier: "premium" as const, status: "past_due", graceUntil: end }],
  };
  expect(checkAccess(facts, "csv_export")).toMatchObject({ canAccess: true, gracePeriod: true });
  expect(checkAccess(facts, "csv_export", end)).toMatchObject({ canAccess: false, gracePeriod: false });
});

test("more of something is named as the lowest tier that has it, and none where a denial holds it down", () => {
  const withMore = (facts: AccessFacts) => lowestTierWithMore(resolve(facts, now), "activeCodes");
  const of = (effect: "grant" | "deny", value: number): OverrideFact[] => [
    { effect, limit: "activeCodes", value, subject: "workspace", endsAt: null },
  ];
  const onPro: AccessFacts = { ...noFacts, waivers: [{ tier: "premium", endsAt: null }] };
  expect(withMore(noFacts)).toBe("basic");
  expect(withMore({ ...noFacts, overrides: of("grant", 25) })).toBe("premium");
  expect(withMore({ ...noFacts, overrides: of("deny", 5) })).toBeNull();
  expect(withMore({ ...onPro, overrides: of("deny", 25) })).toBeNull();
  expect(withMore(onPro)).toBeNull();
});
