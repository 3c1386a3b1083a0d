import type Stripe from "stripe";
import { afterAll, beforeAll, expect } from "vitest";
import { type Harness, makeCatalogue, makePayer, startHarness } from "./harness.ts";

export const day = 24 * 3600;
export const start = 1_800_000_000;

/** One local Stripe for the tests of a file, which must end without an answer that is not Stripe's. */
export function suiteHarness(): () => Harness {
  let harness: Harness | null = null;
  beforeAll(async () => {
    harness = await startHarness();
  }, 60_000);
  afterAll(async () => {
    const counts = await harness?.control<{ unknownUrls: object; violations: string[] }>("GET", "counts");
    await harness?.stop();
    expect(counts).toMatchObject({ violations: [], unknownUrls: {} });
  });
  return () => {
    if (harness === null) throw new Error("The local Stripe is not there yet");
    return harness;
  };
}

/** A payer on a test clock of its own, with prices to subscribe to. */
export async function clocked({ stripe }: Harness, token?: string) {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: start });
  const catalogue = await makeCatalogue(stripe);
  const payer = await makePayer(stripe, token, { test_clock: clock.id });
  return { stripe, clock: clock.id, ...catalogue, ...payer };
}

/** The types of the events about an object or a customer, newest first. */
export async function typesFor(stripe: Stripe, id: string): Promise<string[]> {
  const types: string[] = [];
  for await (const event of stripe.events.list({ limit: 100 })) {
    const object = event.data.object as { id?: string; customer?: string };
    if (object.id === id || object.customer === id) types.push(event.type);
  }
  return types;
}

/** A card that can be kept and never charged becomes the customer's default. */
export async function makeFailing(stripe: Stripe, customer: string): Promise<Stripe.PaymentMethod> {
  const failing = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: failing.id } });
  return failing;
}
