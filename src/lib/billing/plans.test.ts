import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { variables } from "#lib/env/schema.ts";
import {
  amountMinorOf,
  currencies,
  findOffer,
  findPlanWithMore,
  findPriceId,
  intervals,
  lookupKeyOf,
  offers,
  paidPlanNames,
  planOfTier,
  plans,
  priceVariableOf,
} from "./plans.ts";

const environment = Object.fromEntries(
  offers.map((offer) => [priceVariableOf(offer), `price_${lookupKeyOf(offer)}`]),
);

test.each([
  ["activeCodes", 10, "starter", "pro"],
  ["exports", 0, "starter", "pro"],
  ["exports", 100, "premium", "enterprise"],
  ["trackedScans", 50_000, "basic", "pro"],
  ["apiCalls", 200_000, "elite", "enterprise"],
  ["members", null, "enterprise", null],
  // Granted more than the tier has.
  ["activeCodes", 30, "starter", "pro"],
  // Held to less than the tier has, which no plan changes.
  ["exports", 5, "premium", null],
  ["exports", 5, "enterprise", null],
] as const)("more %s than %s on %s: %s", (name, limit, tier, plan) => {
  expect(findPlanWithMore(name, limit, tier)).toBe(plan);
});

describe("the price list", () => {
  test.each([
    ["pro", "month", 900, 800, 3600],
    ["pro", "year", 9000, 8000, 36000],
    ["enterprise", "month", 4900, 4500, 19900],
    ["enterprise", "year", 49000, 45000, 199000],
  ] as const)("%s a %s costs what is agreed, in minor units", (plan, interval, usd, eur, pln) => {
    const amounts = currencies.map((currency) => amountMinorOf({ plan, interval, currency }));
    expect(amounts).toEqual([usd, eur, pln]);
  });

  test("every paid plan is sold by month and year in every currency", () => {
    expect(offers).toHaveLength(paidPlanNames.length * intervals.length * currencies.length);
  });

  test("a year costs ten months", () => {
    for (const offer of offers.filter(({ interval }) => interval === "year")) {
      expect(amountMinorOf(offer)).toBe(10 * amountMinorOf({ ...offer, interval: "month" }));
    }
  });

  test("tiers that are reached otherwise are not plans", () => {
    expect(planOfTier("basic")).toBeNull();
    expect(planOfTier("premium")).toBe(plans.pro);
  });
});

describe("price ids", () => {
  test("the variables have the names that the owner fixed, and the server reads them all", () => {
    const names = offers.map(priceVariableOf);
    expect(names).toContain("STRIPE_PRICE_ID_MONTHLY_USD");
    expect(names).toContain("STRIPE_PRICE_ID_ANNUAL_PLN");
    expect(names).toContain("STRIPE_ENTERPRISE_PRICE_ID_MONTHLY_EUR");
    expect(Object.keys(variables.shape)).toEqual(expect.arrayContaining(names));
    expect(new Set(names).size).toBe(offers.length);
  });

  test.each(offers)("$plan $interval $currency is found by its id, and only by it", (offer) => {
    const id = findPriceId(offer, environment);
    expect(id).not.toBeNull();
    expect(findOffer(id ?? "", environment)).toEqual(offer);
  });

  test("an unknown price is never a plan", () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(findOffer(id, {})).toBeNull();
        if (!Object.values(environment).includes(id)) expect(findOffer(id, environment)).toBeNull();
      }),
    );
  });

  test("an empty variable is no price", () => {
    const [offer] = offers;
    if (!offer) throw new Error("nothing is sold");
    expect(findPriceId(offer, { [priceVariableOf(offer)]: "" })).toBeNull();
    expect(findOffer("", { [priceVariableOf(offer)]: "" })).toBeNull();
  });
});
