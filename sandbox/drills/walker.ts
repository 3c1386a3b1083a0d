import type Stripe from "stripe";
import type { SyncTools } from "#lib/billing/mirror/sync-customer.ts";
import { type Currency, currencies, findPriceId, type Offer } from "#lib/billing/plans.ts";
import { createStripe } from "#lib/billing/stripe.ts";
import { processEvents } from "#lib/billing/webhook-handlers.ts";
import { isRelevant } from "#lib/billing/webhooks/event-subject.ts";
import { receiveWebhook } from "#lib/billing/webhooks/receive-webhook.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { advance, keys } from "../stripe/testing/harness.ts";
import { whenNotTooBusy } from "./busy.ts";
import type { createEventHub } from "./event-hub.ts";
import { makeOwner } from "./owners.ts";
import type { Random } from "./random.ts";
import { sign } from "./sign.ts";
import { learn, newState, type Plan, type State } from "./walk-model.ts";
import { moveTo } from "./walk-time.ts";
import type { World } from "./world.ts";

/** One workspace on its way: the model of it, and the same in the database and at Stripe. */
export type Walker = {
  world: World;
  hub: ReturnType<typeof createEventHub>;
  viewer: Viewer;
  currency: Currency;
  codes: number;
  clock: string;
  customers: string[];
  stripe: Stripe;
  tools: SyncTools;
  state: State;
  undelivered: Stripe.Event[];
};

export async function startWalker(
  world: World,
  hub: Walker["hub"],
  dunningEnd: State["dunningEnd"],
  random: Random,
): Promise<Walker> {
  const codes = random.pick([0, 12, 12, 12]);
  const viewer = await makeOwner(codes);
  const time = Math.floor(Date.now() / 1000);
  const { id: clock } = await world.local.stripe.testHelpers.testClocks.create({ frozen_time: time });
  const state = newState(time, dunningEnd);
  const customers: string[] = [];
  const stripe = onTestClock(world, clock, customers);
  return {
    ...{ world, hub, viewer, codes, clock, customers, stripe, state },
    currency: random.pick(currencies),
    tools: { db: db(), stripe, now: () => new Date(state.time * 1000) },
    undelivered: [],
  };
}

/** The product's client, whose customers live on a test clock; checkouts do not follow that clock. */
function onTestClock({ local }: World, clock: string, customers: string[]): Stripe {
  const stripe = createStripe(keys.secretKey, `${local.server.host}:${local.server.port}`);
  const createCustomer = stripe.customers.create.bind(stripe.customers);
  const createSession = stripe.checkout.sessions.create.bind(stripe.checkout.sessions);
  Object.assign(stripe.customers, {
    create: async (params: Stripe.CustomerCreateParams, options: Stripe.RequestOptions) => {
      const customer = await createCustomer({ ...params, test_clock: clock }, options);
      if (!customers.includes(customer.id)) customers.push(customer.id);
      return customer;
    },
  });
  Object.assign(stripe.checkout.sessions, {
    create: (params: Stripe.Checkout.SessionCreateParams, options: Stripe.RequestOptions) =>
      createSession({ ...params, expires_at: Math.floor(Date.now() / 1000) + 2 * 3600 }, options),
  });
  return stripe;
}

export function customerOf({ customers }: Walker): string {
  return customers.at(-1) ?? "";
}

export function offerOf({ currency }: Walker, { tier, interval }: Plan): Offer {
  return { plan: tier === "premium" ? "pro" : "enterprise", interval, currency };
}

export function priceOf(walker: Walker, plan: Plan): string {
  return findPriceId(offerOf(walker, plan), walker.world.prices) ?? "";
}

/** The subscription of the model at Stripe: the newest that nobody ended for being the second. */
export async function current({ stripe, customers }: Walker): Promise<Stripe.Subscription> {
  for (const customer of customers.toReversed()) {
    const { data } = await stripe.subscriptions.list({ customer, status: "all", limit: 100 });
    const found = data.find(({ metadata }) => metadata.walk !== "second");
    if (found !== undefined) return found;
  }
  throw new Error("Stripe has no subscription");
}

/** A card that the customer has from now on, by the token of one of Stripe's test cards. */
export async function newMethod({ stripe }: Walker, customer: string, token: string): Promise<string> {
  return (await stripe.paymentMethods.attach(token, { customer })).id;
}

export async function payLatestInvoice(walker: Walker): Promise<void> {
  const { latest_invoice: invoice } = await current(walker);
  await walker.stripe.invoices.pay(typeof invoice === "string" ? invoice : (invoice?.id ?? ""));
}

/** Stripe's time and ours, by so many seconds. */
export async function pass(walker: Walker, seconds: number): Promise<void> {
  moveTo(walker.state, walker.state.time + seconds);
  await advance(walker.stripe, walker.clock, walker.state.time);
}

/** What has happened since the last time comes in, is lost until later, or comes twice. */
export async function deliver(walker: Walker, way: "once" | "twice" | "lost"): Promise<void> {
  const events = await walker.hub.take(walker.customers);
  if (way === "lost") {
    walker.undelivered.push(...events);
    if (events.length > 0) walker.state.isKnown = false;
    return;
  }
  await process(walker, way === "twice" ? [...events, ...events] : events);
}

/** What was lost comes after all, in another order. */
export async function deliverLate(walker: Walker, random: Random): Promise<void> {
  const fresh = await walker.hub.take(walker.customers);
  await process(walker, random.shuffle([...walker.undelivered.splice(0), ...fresh]));
}

async function process({ tools, state }: Walker, events: Stripe.Event[]): Promise<void> {
  const now = new Date();
  await Promise.all(
    events.map((event) =>
      whenNotTooBusy(() => receiveWebhook(tools.db, { ...sign(event), secrets: [keys.webhookSecret] }, now)),
    ),
  );
  const ids = events.filter(({ type }) => isRelevant(type)).map(({ id }) => id);
  if (ids.length === 0) return;
  learn(state);
  await processEvents(tools, ids);
}
