import { expect } from "vitest";
import { day, start } from "./clocked.ts";
import { exhaust, type Story } from "./life.ts";

/** Renewals that fail, what comes of it, and ends. */
export const ends: Story[] = [
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
