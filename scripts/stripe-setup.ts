import { parseArgs } from "node:util";
import { setUpPrices } from "../src/lib/billing/buying/set-up-prices.ts";
import { createStripe } from "../src/lib/billing/stripe.ts";

/**
 * Makes the products and prices of `src/lib/billing/plans.ts` in the Stripe account of
 * STRIPE_SECRET_KEY, as far as they are not there, and prints the lines for the environment.
 * Run it as often as you like. A live key is taken only with --live.
 */
const { values: flags } = parseArgs({ options: { live: { type: "boolean" } } });
const { STRIPE_SECRET_KEY: key, STRIPE_API_HOST: host } = process.env;

if (!key || !/^(sk|rk)_(test|live)_/.test(key)) {
  process.stderr.write("Set STRIPE_SECRET_KEY to a secret key of your Stripe account.\n");
  process.exit(1);
}
if (/^(sk|rk)_live_/.test(key) && !flags.live) {
  process.stderr.write("This is a live key. Add --live if you mean it.\n");
  process.exit(1);
}
const ids = await setUpPrices(createStripe(key, host || undefined));
for (const [name, id] of Object.entries(ids)) process.stdout.write(`${name}=${id}\n`);
