import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyFacts } from "./facts.testing.ts";
import { givesAccess } from "./gives-access.ts";
import { type Entitlements, noFacts, resolve } from "./resolve.ts";
import { features, limitNames, lowerLimit, tierRank } from "./tiers.ts";

const now = new Date("2026-05-01T12:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);
const { facts, subscription, grant, override } = anyFacts(now);
const withoutNext = ({ nextChangeAt: _, ...rest }: Entitlements) => rest;

test("nothing changes before the announced instant, and something does at it", () => {
  fc.assert(
    fc.property(facts, fc.integer({ min: 0, max: 2e6 }), (known, step) => {
      const first = resolve(known, now);
      const then = later(step);
      if (first.nextChangeAt === null || then < first.nextChangeAt) {
        expect(resolve(known, then)).toEqual(first);
      }
      expect(first.nextChangeAt === null || first.nextChangeAt > now).toBe(true);
      // The end of an override that another one covers is announced, too.
      if (first.nextChangeAt && known.overrides.length === 0) {
        expect(withoutNext(resolve(known, first.nextChangeAt))).not.toEqual(withoutNext(first));
      }
    }),
    { numRuns: 500 },
  );
});

test("time alone never gives a higher tier", () => {
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
    fc.property(facts, subscription, grant, (known, another, gift) => {
      const before = resolve(known, now);
      const { subscriptions, waivers, boosts } = known;
      const paid = resolve({ ...known, subscriptions: [...subscriptions, another] }, now);
      const waived = resolve({ ...known, waivers: [...waivers, gift] }, now);
      const boosted = resolve({ ...known, boosts: [...boosts, gift] }, now);
      for (const after of [paid, waived, boosted]) {
        expect(tierRank(after.tier)).toBeGreaterThanOrEqual(tierRank(before.tier));
      }
      // The end of a grace is where banked days go on: it gives nothing of its own.
      const isBanked = known.trialBankedSeconds + known.promoBankedSeconds > 0;
      if ((!givesAccess(another, now) || another.tier === null) && !isBanked) {
        expect(paid.tier).toBe(before.tier);
      }
      if (gift.tier === null || (gift.endsAt && gift.endsAt <= now)) expect(waived.tier).toBe(before.tier);
    }),
  );
});

describe("overrides", () => {
  test("a live denial always wins, whoever it is about and whatever else is granted", () => {
    fc.assert(
      fc.property(facts, override, (known, another) => {
        const denial = { ...another, effect: "deny" as const, endsAt: null };
        const after = resolve({ ...known, overrides: [...known.overrides, denial] }, now);
        const { features, denied, limits } = after;
        expect(features.filter((feature) => denied.includes(feature))).toEqual([]);
        if ("feature" in denial) expect(denied).toContain(denial.feature);
        else expect(lowerLimit(limits[denial.limit], denial.value)).toBe(limits[denial.limit]);
      }),
    );
  });

  test("a grant that nothing denies holds, and takes nothing away", () => {
    fc.assert(
      fc.property(facts, override, (known, another) => {
        const alone = { ...known, overrides: [] };
        const given = resolve(alone, now);
        const gift = { ...another, effect: "grant" as const, endsAt: null };
        const after = resolve({ ...alone, overrides: [gift] }, now);
        if ("feature" in gift) expect(after.features).toContain(gift.feature);
        for (const feature of given.features) expect(after.features).toContain(feature);
        for (const name of limitNames) {
          expect(lowerLimit(given.limits[name], after.limits[name])).toBe(given.limits[name]);
        }
        if ("limit" in gift) {
          expect(lowerLimit(gift.value, after.limits[gift.limit])).toBe(gift.value);
        }
      }),
    );
  });

  test("of two limits the lower holds, of the workspace and of the person alike", () => {
    const limit = { limit: "members", endsAt: null } as const;
    const two = (effect: "grant" | "deny", a: number | null, b: number | null) =>
      resolve(
        {
          ...noFacts,
          overrides: [
            { ...limit, effect, subject: "workspace", value: a },
            { ...limit, effect, subject: "profile", value: b },
          ],
        },
        now,
      ).limits.members;
    expect([two("grant", 9, 4), two("grant", null, 7), two("deny", 0, 9)]).toEqual([4, 7, 0]);
  });

  test("one that has ended says nothing", () => {
    fc.assert(
      fc.property(facts, override, fc.nat(1e6), (known, another, age) => {
        const over = { ...another, endsAt: later(-age) };
        expect(resolve({ ...known, overrides: [...known.overrides, over] }, now)).toEqual(
          resolve(known, now),
        );
      }),
    );
  });
});

test("exactly one source wins, and its tier is the answer's", () => {
  fc.assert(
    fc.property(facts, (known) => {
      const { considered, source, tier } = resolve(known, now);
      expect(considered.filter(({ verdict }) => verdict === "wins")).toEqual([
        expect.objectContaining({ source, tier }),
      ]);
    }),
  );
});

test("features come in the table's order, each once", () => {
  fc.assert(
    fc.property(facts, (known) => {
      const given = resolve(known, now).features;
      expect(given).toEqual(features.filter((feature) => given.includes(feature)));
    }),
  );
});

test("the order in which facts are known does not matter", () => {
  fc.assert(
    fc.property(facts, (known) => {
      const reversed = {
        ...known,
        subscriptions: known.subscriptions.toReversed(),
        overrides: known.overrides.toReversed(),
      };
      expect(resolve(reversed, now)).toEqual(resolve(known, now));
    }),
  );
});
