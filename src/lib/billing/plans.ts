import { type LimitName, type Limits, limitsOf, type Tier, tierRank } from "#lib/entitlements/tiers.ts";

/** The currencies that a plan can be paid in, the default first. */
export const currencies = ["usd", "eur", "pln"] as const;
export type Currency = (typeof currencies)[number];

export const intervals = ["month", "year"] as const;
export type Interval = (typeof intervals)[number];

export const planNames = ["free", "pro", "enterprise"] as const;
export type PlanName = (typeof planNames)[number];
export type PaidPlanName = Exclude<PlanName, "free">;

/** Minor units of the currency. */
type Amounts = Record<Interval, Record<Currency, number>>;

export type Plan = {
  name: PlanName;
  /** What is said of it in messages: `billing.plans.<name>`. */
  tier: Tier;
  limits: Limits;
  /** `null` for what costs nothing. */
  amountsMinor: Amounts | null;
};

function plan(name: PlanName, tier: Tier, amountsMinor: Amounts | null): Plan {
  return { name, tier, limits: limitsOf(tier), amountsMinor };
}

/** The one table of what is sold, cheapest first. A change here is a change of the price list. */
export const plans: Record<PlanName, Plan> = {
  free: plan("free", "starter", null),
  pro: plan("pro", "premium", {
    month: { usd: 900, eur: 800, pln: 3_600 },
    year: { usd: 9_000, eur: 8_000, pln: 36_000 },
  }),
  enterprise: plan("enterprise", "enterprise", {
    month: { usd: 4_900, eur: 4_500, pln: 19_900 },
    year: { usd: 49_000, eur: 45_000, pln: 199_000 },
  }),
};

export const paidPlanNames = planNames.filter((name): name is PaidPlanName => name !== "free");

/** What a customer chooses; the price follows from it and never from the client. */
export type Offer = { plan: PaidPlanName; interval: Interval; currency: Currency };

export const offers: Offer[] = paidPlanNames.flatMap((name) =>
  intervals.flatMap((interval) => currencies.map((currency) => ({ plan: name, interval, currency }))),
);

/** The sum of one period in minor units of the offer's currency. */
export function amountMinorOf(offer: Offer): number {
  const amounts = plans[offer.plan].amountsMinor;
  if (amounts === null) throw new Error(`${offer.plan} is not sold`);
  return amounts[offer.interval][offer.currency];
}

/** The plan that gives a tier by being bought, or null for a tier that is not sold. */
export function planOfTier(tier: Tier): Plan | null {
  return Object.values(plans).find((candidate) => candidate.tier === tier) ?? null;
}

/**
 * The cheapest plan above a tier that allows more of something than its limit of now; null where
 * none does, also where less is allowed than the tier has: then no plan helps.
 */
export function findPlanWithMore(name: LimitName, limit: number | null, tier: Tier): PaidPlanName | null {
  if (limit === null || (limit > 0 && isMore(limitsOf(tier)[name], limit))) return null;
  const helps = ({ tier: higher, limits }: Plan) =>
    tierRank(higher) > tierRank(tier) && isMore(limits[name], limit);
  return paidPlanNames.find((paid) => helps(plans[paid])) ?? null;
}

const isMore = (allowed: number | null, limit: number) => allowed === null || allowed > limit;

const variablePrefix: Record<PaidPlanName, string> = {
  pro: "STRIPE_PRICE_ID",
  enterprise: "STRIPE_ENTERPRISE_PRICE_ID",
};
const variableInterval: Record<Interval, string> = { month: "MONTHLY", year: "ANNUAL" };

/** The environment variable that holds the offer's price id, such as STRIPE_PRICE_ID_MONTHLY_USD. */
export function priceVariableOf(offer: Offer): string {
  return [variablePrefix[offer.plan], variableInterval[offer.interval], offer.currency.toUpperCase()].join(
    "_",
  );
}

/** The same price in every Stripe account: found by this key, whatever its id there. */
export function lookupKeyOf(offer: Offer): string {
  return ["dynamicqr", offer.plan, offer.interval, offer.currency].join("_");
}

/** Stripe's id of the product that a plan is sold as, the same in every account. */
export function productIdOf(plan: PaidPlanName): string {
  return `dynamicqr_${plan}`;
}

/** Variables by name, as the environment has them. */
export type PriceVariables = Readonly<Record<string, unknown>>;

/** Stripe's id of the offer's price, or null when the environment names none. */
export function findPriceId(offer: Offer, variables: PriceVariables): string | null {
  const id = variables[priceVariableOf(offer)];
  return typeof id === "string" && id !== "" ? id : null;
}

/** What a price of Stripe's sells, or null when we do not know it: an unknown price is never a plan. */
export function findOffer(priceId: string, variables: PriceVariables): Offer | null {
  return offers.find((offer) => findPriceId(offer, variables) === priceId) ?? null;
}
