import type Stripe from "stripe";
import { afterEach, describe, expect, test } from "vitest";
import { clocked, day, makeFailing, start, suiteHarness } from "./testing/clocked.ts";
import { advance } from "./testing/harness.ts";

const harness = suiteHarness();
const hour = 3600;
type World = Awaited<ReturnType<typeof begin>>;
type Story = { name: string; path: string; card?: string; live: (world: World) => Promise<unknown> };

afterEach(() => harness().control("POST", "settings/reset"));

async function begin(card?: string) {
  const world = await clocked(harness(), card);
  const { stripe, clock, customer, monthly } = world;
  let id = "";
  const subscription = () => stripe.subscriptions.retrieve(id, { expand: ["latest_invoice"] });
  return {
    ...world,
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
async function exhaust(world: World, dunningEnd: string): Promise<void> {
  await harness().control("POST", "settings", { dunningEnd });
  await world.subscribe();
  await world.failing();
  await world.renew();
  await world.wait(15 * day);
}

const stories: Story[] = [
  {
    name: "the first payment waits for the person, who pays",
    path: "incomplete active",
    live: async ({ stripe, subscribe, invoice, method }) => {
      await subscribe({ payment_behavior: "default_incomplete" });
      await stripe.invoices.pay((await invoice()).id, { payment_method: method.id });
    },
  },
  {
    name: "the first payment fails and 23 hours pass",
    path: "incomplete incomplete_expired",
    card: "pm_card_chargeCustomerFail",
    live: async ({ subscribe, wait, invoice }) => {
      await subscribe();
      await wait(23 * hour);
      expect((await invoice()).status).toBe("void");
    },
  },
  {
    name: "the first payment needs the person and 23 hours pass",
    path: "incomplete incomplete_expired",
    card: "pm_card_authenticationRequired",
    live: async ({ subscribe, wait }) => {
      await subscribe();
      await wait(23 * hour);
    },
  },
  {
    name: "a trial ends and is paid an hour later",
    path: "trialing active",
    live: async ({ subscribe, wait, invoice }) => {
      await subscribe({ trial_period_days: 7 });
      await wait(7 * day);
      expect((await invoice()).status).toBe("draft");
      await wait(hour);
      expect((await invoice()).status).toBe("paid");
    },
  },
  {
    name: "a trial ends and its first payment fails",
    path: "trialing active past_due",
    live: async ({ subscribe, failing, renew }) => {
      await subscribe({ trial_period_days: 7 });
      await failing();
      await renew();
    },
  },
  ...(["pause", "cancel"] as const).map((end): Story => {
    const to = end === "pause" ? "paused" : "canceled";
    return {
      name: `a trial ends without a card: ${to}`,
      path: `trialing ${to}`,
      live: async ({ subscribe, withoutCard, wait, subscription }) => {
        await withoutCard();
        await subscribe({
          trial_period_days: 7,
          trial_settings: { end_behavior: { missing_payment_method: end } },
        });
        await wait(7 * day);
        if (end === "pause")
          expect((await subscription()).status_details?.paused.subscription.type).toBe(
            "trial_end_without_payment_method",
          );
      },
    };
  }),
  {
    name: "a trial's pause ends when the invoice of the resumption is paid",
    path: "trialing paused active",
    live: async ({ stripe, subscribe, withoutCard, wait, subscription, invoice, method }) => {
      await withoutCard();
      const made = await subscribe({
        trial_period_days: 7,
        trial_settings: { end_behavior: { missing_payment_method: "pause" } },
      });
      await wait(7 * day);
      expect((await stripe.subscriptions.resume(made.id)).status).toBe("paused");
      await stripe.invoices.pay((await invoice()).id, { payment_method: method.id });
      expect((await subscription()).status_details).toBeUndefined();
    },
  },
  {
    name: "a resumption that nobody pays is void after 23 hours",
    path: "incomplete active paused",
    live: async ({ stripe, subscribe, wait, invoice }) => {
      const made = await subscribe();
      await stripe.subscriptions.pause(made.id, { bill_for: { unused_time_from: { type: "none" } } });
      await stripe.subscriptions.resume(made.id);
      await wait(23 * hour);
      expect((await invoice()).status).toBe("void");
    },
  },
  {
    name: "a resumption whose payment is tried and fails",
    path: "incomplete active paused past_due",
    live: async ({ stripe, subscribe, failing, invoice }) => {
      const made = await subscribe();
      await stripe.subscriptions.pause(made.id, { bill_for: { unused_time_from: { type: "none" } } });
      await failing();
      await stripe.subscriptions.resume(made.id);
      await expect(stripe.invoices.pay((await invoice()).id)).rejects.toMatchObject({
        code: "card_declined",
      });
    },
  },
  {
    name: "paused and resumed on the old days, without anything to pay",
    path: "incomplete active paused active",
    live: async ({ stripe, subscribe, wait, subscription }) => {
      const made = await subscribe();
      const paused = await stripe.subscriptions.pause(made.id, {
        bill_for: { unused_time_from: { type: "none" } },
      });
      expect(paused.status_details?.paused.subscription.type).toBe("pause_requested");
      await wait(40 * day);
      expect((await stripe.invoices.list({ subscription: made.id })).data).toHaveLength(1);
      await stripe.subscriptions.resume(made.id, {
        billing_cycle_anchor: { type: "unchanged" },
        proration_behavior: "none",
      });
      const [item] = (await subscription()).items.data;
      const first = made.items.data[0]?.current_period_end;
      expect(item?.current_period_start).toBe(first);
    },
  },
  {
    name: "a renewal fails and another card pays",
    path: "incomplete active past_due active",
    live: async ({ stripe, subscribe, failing, renew, invoice, method }) => {
      await subscribe();
      await failing();
      await renew();
      await stripe.invoices.pay((await invoice()).id, { payment_method: method.id });
    },
  },
  {
    name: "a renewal needs the person",
    path: "incomplete active past_due",
    live: async ({ stripe, customer, subscribe, renew }) => {
      await subscribe();
      const asking = await stripe.paymentMethods.attach("pm_card_authenticationRequired", {
        customer: customer.id,
      });
      await stripe.customers.update(customer.id, {
        invoice_settings: { default_payment_method: asking.id },
      });
      await renew();
    },
  },
  {
    name: "a renewal fails and is written off",
    path: "incomplete active past_due active",
    live: async ({ stripe, subscribe, failing, renew, invoice }) => {
      await subscribe();
      await failing();
      await renew();
      await stripe.invoices.markUncollectible((await invoice()).id);
    },
  },
  {
    name: "past due, it goes on to make invoices",
    path: "incomplete active past_due",
    live: async (world) => {
      await exhaust(world, "past_due");
      await world.renew();
      const made = await world.stripe.invoices.list({ customer: world.customer.id, status: "open" });
      expect(made.data).toHaveLength(2);
    },
  },
  {
    name: "the retries are over: ended",
    path: "incomplete active past_due canceled",
    live: (world) => exhaust(world, "cancel"),
  },
  {
    name: "the retries are over: paused",
    path: "incomplete active past_due paused",
    live: async (world) => {
      await exhaust(world, "pause");
      const { status_details: details } = await world.subscription();
      expect(details?.paused.subscription.type).toBe("final_payment_failure");
    },
  },
  {
    name: "the retries are over: unpaid, with invoices that nobody tries, until one is paid",
    path: "incomplete active past_due unpaid active",
    live: async (world) => {
      await exhaust(world, "unpaid");
      await world.renew();
      const draft = await world.invoice();
      expect([draft.status, draft.auto_advance, draft.attempted]).toEqual(["draft", false, false]);
      await world.stripe.invoices.finalizeInvoice(draft.id);
      await world.stripe.invoices.pay(draft.id, { payment_method: world.method.id });
    },
  },
  {
    name: "ended now",
    path: "incomplete active canceled",
    live: async ({ stripe, subscribe }) => stripe.subscriptions.cancel((await subscribe()).id),
  },
  {
    name: "ended at a time that was set",
    path: "incomplete active canceled",
    live: async ({ stripe, subscribe, wait }) => {
      await stripe.subscriptions.update((await subscribe()).id, { cancel_at: start + 5 * day });
      await wait(5 * day);
    },
  },
  ...(["active", "trialing", "past_due", "paused", "unpaid"] as const).map(
    (from): Story => ({
      name: `its customer is deleted while it is ${from}`,
      path: {
        active: "incomplete active canceled",
        trialing: "trialing canceled",
        past_due: "incomplete active past_due canceled",
        paused: "incomplete active paused canceled",
        unpaid: "incomplete active past_due unpaid canceled",
      }[from],
      live: async (world) => {
        if (from === "past_due" || from === "unpaid") await exhaust(world, from);
        else {
          const made = await world.subscribe(from === "trialing" ? { trial_period_days: 7 } : {});
          if (from === "paused") await world.stripe.subscriptions.pause(made.id);
        }
        await world.stripe.customers.del(world.customer.id);
      },
    }),
  ),
];

/** Every edge that Stripe's documentation names. */
const edges = [
  "new>incomplete",
  "incomplete>active",
  "incomplete>incomplete_expired",
  "new>trialing",
  "trialing>active",
  "trialing>paused",
  "trialing>canceled",
  "active>past_due",
  "past_due>active",
  "past_due>canceled",
  "past_due>unpaid",
  "past_due>paused",
  "unpaid>active",
  "unpaid>canceled",
  "active>paused",
  "paused>active",
  "paused>past_due",
  "paused>canceled",
  "active>canceled",
];

/** The statuses that the events of a customer's subscription told, in their order. */
async function pathOf(stripe: Stripe, customer: string): Promise<string> {
  const told: string[] = [];
  for await (const { type, data } of stripe.events.list({ limit: 100 })) {
    const object = data.object as { customer?: string; status?: string };
    if (!type.startsWith("customer.subscription.") || object.customer !== customer) continue;
    if (object.status !== told[0]) told.unshift(object.status ?? "");
  }
  return told.join(" ");
}

describe("a subscription's life", { timeout: 30_000 }, () => {
  test.each(stories)("$name ($path)", async ({ path, card, live }) => {
    const world = await begin(card);
    await live(world);
    expect(await pathOf(world.stripe, world.customer.id)).toBe(path);
    await harness().control("POST", "reset");
  });

  test("is told above along every edge", () => {
    const walked = new Set(
      stories.flatMap(({ path }) => {
        const steps = ["new", ...path.split(" ")];
        return steps.slice(1).map((to, index) => `${steps[index]}>${to}`);
      }),
    );
    expect([...walked].sort()).toEqual(edges.toSorted());
  });
});
