import type Stripe from "stripe";
import * as store from "#lib/billing/store.ts";
import { db } from "#platform/db/prisma.ts";
import { advance } from "../stripe/testing/harness.ts";
import { makeOwner } from "./owners.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

const hour = 3600;
const day = 24 * hour;

/** A workspace whose customer lives on a test clock of its own. */
export type Life = {
  workspaceId: string;
  customerId: string;
  clock: string;
  time: number;
  currency: string;
  subscription: string | null;
  isGone: boolean;
};

export async function beginLife({ local }: World, random: Random): Promise<Life> {
  const { stripe } = local;
  const time = Math.floor(Date.now() / 1000);
  const { workspace } = await makeOwner(random.pick([0, 3, 12, 14]));
  const { id: clock } = await stripe.testHelpers.testClocks.create({ frozen_time: time });
  const { id: customerId } = await stripe.customers.create({ test_clock: clock });
  await store.insertCustomer(db(), { id: customerId, workspaceId: workspace.id });
  const currency = random.pick(["USD", "EUR", "PLN"]);
  const life = { workspaceId: workspace.id, customerId, clock, time, currency, isGone: false };
  return { ...life, subscription: null };
}

type Deed = (world: World, life: Life, random: Random) => Promise<unknown>;

const priceOf = ({ prices }: World, { currency }: Life, random: Random): string => {
  const names = Object.keys(prices).filter((name) => name.endsWith(currency));
  return prices[random.pick(names)] ?? "";
};

async function setCard({ local: { stripe } }: World, { customerId }: Life, token: string): Promise<void> {
  const { id } = await stripe.paymentMethods.attach(token, { customer: customerId });
  await stripe.customers.update(customerId, { invoice_settings: { default_payment_method: id } });
}

async function move({ local }: World, life: Life, seconds: number): Promise<void> {
  life.time += seconds;
  await advance(local.stripe, life.clock, life.time);
}

async function withSubscription(
  { local: { stripe } }: World,
  life: Life,
  act: (subscription: Stripe.Subscription) => Promise<unknown>,
): Promise<void> {
  if (life.subscription === null) return;
  const subscription = await stripe.subscriptions.retrieve(life.subscription, { expand: ["latest_invoice"] });
  if (["canceled", "incomplete_expired"].includes(subscription.status)) life.subscription = null;
  else await act(subscription);
}

async function lastCharge({ local: { stripe } }: World, { customerId }: Life) {
  const { data } = await stripe.charges.list({ customer: customerId, limit: 10 });
  return data.find(({ paid, disputed, amount_refunded }) => paid && !disputed && amount_refunded === 0);
}

const deeds: Record<string, Deed> = {
  async subscribe(world, life, random) {
    if (life.subscription !== null) return;
    await setCard(world, life, "pm_card_visa");
    const made = await world.local.stripe.subscriptions.create({
      customer: life.customerId,
      items: [{ price: priceOf(world, life, random) }],
      currency: life.currency.toLowerCase(),
      ...(random.chance(0.1) ? { trial_period_days: 7 } : {}),
    });
    life.subscription = made.id;
  },
  renew: (world, life) =>
    withSubscription(world, life, (subscription) =>
      move(world, life, (subscription.items.data[0]?.current_period_end ?? life.time) - life.time + 2 * hour),
    ),
  wait: (world, life, random) => move(world, life, random.below(6 * day) + hour),
  failingCard: (world, life) => setCard(world, life, "pm_card_chargeCustomerFail"),
  goodCard: (world, life) => setCard(world, life, "pm_card_visa"),
  pay: (world, life) =>
    withSubscription(world, life, async ({ latest_invoice: invoice }) => {
      if (invoice === null || typeof invoice === "string" || invoice.status !== "open") return;
      await setCard(world, life, "pm_card_visa");
      await world.local.stripe.invoices.pay(invoice.id);
    }),
  change: (world, life, random) =>
    withSubscription(world, life, async ({ id, status, items, pending_update }) => {
      if (status !== "active" || pending_update !== null) return;
      await world.local.stripe.subscriptions.update(id, {
        items: [{ id: items.data[0]?.id ?? "", price: priceOf(world, life, random) }],
        proration_behavior: "always_invoice",
        payment_behavior: "pending_if_incomplete",
      });
    }),
  cancelLater: (world, life) =>
    withSubscription(world, life, ({ id }) =>
      world.local.stripe.subscriptions.update(id, { cancel_at_period_end: true }),
    ),
  cancelInPortal: (world, life) =>
    withSubscription(world, life, ({ id }) =>
      world.local.stripe.subscriptions.update(id, { cancel_at: "max_period_end" }),
    ),
  takeBack: (world, life) =>
    withSubscription(world, life, ({ id }) => world.local.stripe.subscriptions.update(id, { cancel_at: "" })),
  cancelNow: (world, life) =>
    withSubscription(world, life, ({ id }) => world.local.stripe.subscriptions.cancel(id)),
  async refund(world, life, random) {
    const charge = await lastCharge(world, life);
    if (charge === undefined) return;
    const amount = random.chance(0.5) ? charge.amount : Math.ceil(charge.amount / 3);
    await world.local.stripe.refunds.create({ charge: charge.id, amount });
  },
  async dispute(world, life, random) {
    const charge = await lastCharge(world, life);
    if (charge === undefined) return;
    const { id } = await world.local.control<{ id: string }>("POST", "disputes", { charge: charge.id });
    if (random.chance(0.5))
      await world.local.control("POST", "disputes/settle", { dispute: id, outcome: "won" });
  },
  async deleteCustomer(world, life) {
    await world.local.stripe.customers.del(life.customerId);
    life.isGone = true;
  },
};

const often = ["subscribe", "renew", "wait", "pay", "goodCard", "failingCard", "cancelLater", "takeBack"];
const seldom = ["change", "change", "cancelInPortal", "cancelNow", "refund", "dispute"];
const once = ["deleteCustomer"];

/** Lets so many more things happen to a customer. */
export async function live(world: World, life: Life, random: Random, steps: number): Promise<void> {
  for (let step = 0; step < steps && !life.isGone; step++) {
    const roll = random.next();
    const name =
      life.subscription === null
        ? "subscribe"
        : random.pick(roll < 0.7 ? often : roll < 0.97 ? seldom : once);
    try {
      await deeds[name]?.(world, life, random);
    } catch (error) {
      // What Stripe refuses (a card, a change that waits already) is part of a life.
      if (!(error instanceof Error && "type" in error && String(error.type).startsWith("Stripe")))
        throw error;
    }
  }
}
