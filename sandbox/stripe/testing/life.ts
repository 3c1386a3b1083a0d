import type Stripe from "stripe";
import { clocked, day, makeFailing } from "./clocked.ts";
import { advance, type Harness } from "./harness.ts";

export const hour = 3600;
export type World = Awaited<ReturnType<typeof begin>>;
export type Story = { name: string; path: string; card?: string; live: (world: World) => Promise<unknown> };

/** A payer on a clock, and what can befall its one subscription. */
export async function begin(harness: Harness, card?: string) {
  const world = await clocked(harness, card);
  const { stripe, clock, customer, monthly } = world;
  let id = "";
  const subscription = () => stripe.subscriptions.retrieve(id, { expand: ["latest_invoice"] });
  return {
    ...world,
    control: harness.control,
    subscription,
    subscribe: async (params: Partial<Stripe.SubscriptionCreateParams> = {}) => {
      const items = [{ price: monthly.id }];
      const made = await stripe.subscriptions.create({ customer: customer.id, items, ...params });
      id = made.id;
      return made;
    },
    invoice: async () => (await subscription()).latest_invoice as Stripe.Invoice,
    /** Past the end of the period that runs, and the hour in which its invoice is a draft. */
    renew: async () => {
      const end = (await subscription()).items.data[0]?.current_period_end ?? 0;
      await advance(stripe, clock, end + hour + 60);
    },
    wait: async (seconds: number) => {
      const { frozen_time: now } = await stripe.testHelpers.testClocks.retrieve(clock);
      await advance(stripe, clock, now + seconds);
    },
    failing: () => makeFailing(stripe, customer.id),
    withoutCard: () =>
      stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: "" } }),
  };
}

/** Fails at a renewal; then all retries, with what the account has set for their end. */
export async function exhaust(world: World, dunningEnd: string): Promise<void> {
  await world.control("POST", "settings", { dunningEnd });
  await world.subscribe();
  await world.failing();
  await world.renew();
  await world.wait(15 * day);
}
