import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Stripe from "stripe";
import { seededBytes } from "../store/ids.ts";
import { type StripeOptions, type StripeServer, startStripe } from "../stripe.ts";

export const keys = { secretKey: "sk_test_sandbox", webhookSecret: "whsec_sandbox" };

export type Harness = {
  stripe: Stripe;
  server: StripeServer;
  control: <T = Record<string, unknown>>(method: string, path: string, body?: unknown) => Promise<T>;
  restart: () => Promise<void>;
  stop: () => Promise<void>;
};

/**
 * A local Stripe with every shape checked, and the official SDK that talks to it. It lives in memory, unless it
 * is to survive a `restart`.
 */
export async function startHarness(
  options: Partial<StripeOptions> & { isOnDisk?: boolean } = {},
): Promise<Harness> {
  const folder = options.isOnDisk ? mkdtempSync(join(tmpdir(), "stripe-")) : null;
  const start = () =>
    startStripe({
      folder,
      keys,
      isChecking: true,
      random: seededBytes(String(Math.random())),
      ...options,
    });
  let server = await start();
  const client = () =>
    new Stripe(keys.secretKey, {
      host: server.host,
      port: server.port,
      protocol: "http",
      maxNetworkRetries: 0,
      timeout: 10_000,
    });
  const harness: Harness = {
    stripe: client(),
    server,
    control: async (method, path, body) => {
      const response = await fetch(`${harness.server.url}/_sandbox/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return response.json() as never;
    },
    restart: async () => {
      await server.stop();
      server = await start();
      harness.server = server;
      harness.stripe = client();
    },
    stop: async () => {
      await server.stop();
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
    },
  };
  return harness;
}

/** Waits for something that happens by itself; the test's own limit ends a wait in vain. */
export async function until<T>(look: () => Promise<T | null | false | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await sleep(5);
  }
}

export async function advance(stripe: Stripe, clock: string, to: number): Promise<void> {
  await stripe.testHelpers.testClocks.advance(clock, { frozen_time: to });
  await until(async () => (await stripe.testHelpers.testClocks.retrieve(clock)).status === "ready");
}

/** A product with a monthly and a yearly price in three currencies. */
export async function makeCatalogue(stripe: Stripe) {
  const product = await stripe.products.create({ name: "Pro" });
  const price = (interval: "month" | "year", usd: number, eur: number, pln: number) =>
    stripe.prices.create({
      product: product.id,
      currency: "usd",
      unit_amount: usd,
      recurring: { interval },
      currency_options: { eur: { unit_amount: eur }, pln: { unit_amount: pln } },
      lookup_key: `pro_${interval}_${product.id}`,
    });
  return {
    product,
    monthly: await price("month", 900, 800, 3600),
    yearly: await price("year", 9000, 8000, 36000),
  };
}

/** A customer with a card that is its default. */
export async function makePayer(
  stripe: Stripe,
  token = "pm_card_visa",
  params: Stripe.CustomerCreateParams = {},
) {
  const customer = await stripe.customers.create({ email: "payer@example.test", ...params });
  const method = await stripe.paymentMethods.attach(token, { customer: customer.id });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
  return { customer, method };
}
