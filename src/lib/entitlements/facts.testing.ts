import fc from "fast-check";
import type { OverrideFact } from "./apply-overrides.ts";
import type { SubscriptionFact } from "./gives-access.ts";
import type { AccessFacts, GrantFact } from "./resolve.ts";
import { features, limitNames, tiers } from "./tiers.ts";

const statuses = ["active", "trialing", "past_due", "unpaid", "canceled", "paused", "incomplete", "new_word"];

/** Whatever may be known of a workspace around an instant, for properties. */
export function anyFacts(now: Date) {
  const instant = fc.option(
    fc.integer({ min: -1e6, max: 1e6 }).map((ms) => new Date(now.getTime() + ms)),
    { nil: null },
  );
  const tier = fc.option(fc.constantFrom(...tiers), { nil: null, freq: 8 });
  const subscription: fc.Arbitrary<SubscriptionFact> = fc.record({
    tier,
    status: fc.constantFrom(...statuses),
    graceUntil: instant,
  });
  const grant: fc.Arbitrary<GrantFact> = fc.record({ tier, endsAt: instant });
  const common = {
    subject: fc.constantFrom("workspace" as const, "profile" as const),
    effect: fc.constantFrom("grant" as const, "deny" as const),
    endsAt: instant,
  };
  const override: fc.Arbitrary<OverrideFact> = fc.oneof(
    fc.record({ ...common, feature: fc.constantFrom(...features) }),
    fc.record({
      ...common,
      limit: fc.constantFrom(...limitNames),
      value: fc.option(fc.nat(50), { nil: null }),
    }),
  );
  // Given time runs or is banked, never both.
  const clock = fc.oneof(
    fc.record({ endsAt: instant, banked: fc.constant(0) }),
    fc.record({ endsAt: fc.constant(null), banked: fc.constantFrom(1, 900) }),
  );
  const facts: fc.Arbitrary<AccessFacts> = fc
    .record({
      trial: clock,
      promo: clock,
      subscriptions: fc.array(subscription, { maxLength: 3 }),
      waivers: fc.array(grant, { maxLength: 1 }),
      boosts: fc.array(grant, { maxLength: 2 }),
      overrides: fc.array(override, { maxLength: 5 }),
    })
    .map(({ trial, promo, ...rest }) => ({
      trialEndsAt: trial.endsAt,
      trialBankedSeconds: trial.banked,
      promoEndsAt: promo.endsAt,
      promoBankedSeconds: promo.banked,
      ...rest,
    }));
  return { facts, subscription, grant, override };
}
