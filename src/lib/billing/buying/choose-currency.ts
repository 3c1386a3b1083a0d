import {
  type Currency,
  currencies,
  type Interval,
  intervals,
  type PaidPlanName,
  paidPlanNames,
} from "../plans.ts";
import { discountCode } from "../validation.ts";

const euroCountries = new Set(
  "AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK".split(" "),
);

/**
 * The currency that a purchase is in: what was chosen, else what the customer pays in already,
 * else that of the country, else dollars.
 */
export function chooseCurrency(
  chosen: Currency | undefined,
  customers: string | null,
  country: string | null,
): Currency {
  if (chosen) return chosen;
  if (customers === "usd" || customers === "eur" || customers === "pln") return customers;
  if (country === "PL") return "pln";
  return country !== null && euroCountries.has(country) ? "eur" : "usd";
}

type Query = Record<string, string | string[] | undefined>;

/** What an address says of a purchase; whatever is not on the list is taken for not said. */
export function readChoice(query: Query): {
  plan: PaidPlanName | undefined;
  interval: Interval | undefined;
  currency: Currency | undefined;
  code: string | undefined;
} {
  const pick = <T extends string>(list: readonly T[], name: string) =>
    list.find((value) => value === query[name]);
  return {
    plan: pick(paidPlanNames, "plan"),
    interval: pick(intervals, "interval"),
    currency: pick(currencies, "currency"),
    code: discountCode.safeParse(query.code).data,
  };
}
