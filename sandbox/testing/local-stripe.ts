import { afterAll, beforeAll, expect } from "vitest";
import { setUpPrices } from "#lib/billing/buying/set-up-prices.ts";
import { type Harness, keys, startHarness } from "../stripe/testing/harness.ts";

export type LocalStripe = Pick<Harness, "stripe" | "server" | "control"> & {
  /** Price ids by the variables that carry them. */
  prices: Record<string, string>;
};

/**
 * Gives the test file a Stripe of its own that sells the price list, and the environment that goes
 * with it. What is returned answers once tests run. In the end every answer must have had the
 * shape that the SDK declares, and nothing may have been asked that it does not know.
 */
export function openLocalStripe(variables: Record<string, string> = {}): LocalStripe {
  let harness: Harness | null = null;
  let prices: Record<string, string> = {};
  function running(): Harness {
    if (harness === null) throw new Error("The local Stripe is there only while tests and hooks run");
    return harness;
  }
  beforeAll(async () => {
    harness = await startHarness();
    prices = await setUpPrices(harness.stripe);
    Object.assign(process.env, prices, { STRIPE_SECRET_KEY: keys.secretKey }, variables);
  }, 60_000);
  afterAll(async () => {
    const { violations, unknownUrls } = await running().control<{
      violations: string[];
      unknownUrls: object;
    }>("GET", "counts");
    await running().stop();
    expect({ violations, unknownUrls }).toEqual({ violations: [], unknownUrls: {} });
  });
  return {
    get stripe() {
      return running().stripe;
    },
    get server() {
      return running().server;
    },
    get prices() {
      return prices;
    },
    control: (method, path, body) => running().control(method, path, body),
  };
}
