import type { Currency } from "./plans.ts";

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
