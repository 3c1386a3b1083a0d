import { expect } from "vitest";
import { day } from "./clocked.ts";
import { hour, type Story } from "./life.ts";

/** First payments, trials and pauses. */
export const starts: Story[] = [
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
];
