import { randomUUID } from "node:crypto";
import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { startCheckout } from "#lib/billing/checkout.ts";
import { amountMinorOf, type Offer } from "#lib/billing/plans.ts";
import { reconcile } from "#lib/billing/reconcile/reconcile.ts";
import { ensureViewer } from "#lib/workspaces/ensure-viewer.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { cardForm, openPage } from "../stripe/testing/browser.ts";
import { whenNotTooBusy } from "./busy.ts";
import { makeOwner } from "./owners.ts";
import { seededRandom } from "./random.ts";
import { printTable, seed, sized } from "./size.ts";
import { openWorld, type World } from "./world.ts";

const openedWorld = openWorld();
const buyers = sized(2, 50);
const tabs = 20;
const limitMs = sized(180_000, 600_000);
const people = sized(2, 20);
const firstRequests = 50;

const offers: Omit<Offer, "currency">[] = [
  { plan: "pro", interval: "month" },
  { plan: "pro", interval: "year" },
  { plan: "enterprise", interval: "month" },
];

/** The page that a tab is led to, or null where it is told that another one was quicker. */
async function open(world: World, viewer: Viewer, offer: (typeof offers)[number]): Promise<string | null> {
  try {
    return (await startCheckout(world.toolsAt(), viewer, offer, null)).url;
  } catch (error) {
    if (error instanceof Refusal && (error.code === "conflict" || error.code === "unavailable")) return null;
    throw error;
  }
}

/** Fills in the page's form and sends it; a page that is closed by then has none. */
async function pay(url: string): Promise<void> {
  const page = await openPage(url);
  if (page.status === 200 && page.text.includes("/complete")) await page.submit("complete", cardForm());
}

type Money = { live: Stripe.Subscription[]; openSessions: number; keptMinor: number };

/** What Stripe holds of a workspace: live subscriptions, and the money that was taken and not given back. */
async function moneyOf({ local }: World, viewer: Viewer): Promise<Money> {
  const customers = await db().billingCustomer.findMany({ where: { workspaceId: viewer.workspace.id } });
  const money: Money = { live: [], openSessions: 0, keptMinor: 0 };
  for (const { id: customer } of customers) {
    const [subscriptions, charges, sessions] = await Promise.all([
      local.stripe.subscriptions.list({ customer, limit: 100 }),
      local.stripe.charges.list({ customer, limit: 100 }),
      local.stripe.checkout.sessions.list({ customer, status: "open", limit: 100 }),
    ]);
    money.live.push(...subscriptions.data);
    money.openSessions += sessions.data.length;
    for (const charge of charges.data) {
      if (charge.paid) money.keptMinor += charge.amount - charge.amount_refunded;
    }
  }
  return money;
}

function priceOf({ live }: Money): number {
  const { unit_amount: amount } = live[0]?.items.data[0]?.price ?? {};
  return amount ?? 0;
}

describe("twenty tabs that buy at once", () => {
  test("open one session, of which one subscription comes and one price is paid", {
    timeout: limitMs,
  }, async () => {
    const world = openedWorld();
    const random = seededRandom(seed);
    let refused = 0;
    for (let buyer = 0; buyer < buyers; buyer++) {
      const viewer = await makeOwner(0);
      // Most buyers press the same button; some have another plan in every tab.
      const wanted = random.chance(0.5) ? offers : [random.pick(offers)];
      const urls = await Promise.all(
        Array.from({ length: tabs }, () =>
          open(world, viewer, random.pick(wanted) as (typeof offers)[number]),
        ),
      );
      refused += urls.filter((url) => url === null).length;
      expect((await moneyOf(world, viewer)).openSessions).toBe(1);
      // Every page that any tab has, twice and at once: a person who presses and presses.
      const pages = [...new Set(urls.flatMap((url) => url ?? []))];
      await Promise.all([...pages, ...pages].map(pay));
      await reconcile(world.toolsAt());
      const money = await moneyOf(world, viewer);
      expect(money.live).toHaveLength(1);
      expect(money.keptMinor).toBe(priceOf(money));
      expect(await open(world, viewer, random.pick(offers))).toBeNull();
    }
    printTable("twenty tabs", { buyers, tabs: buyers * tabs, "told to wait": refused });
  });

  test("and pay two sessions all the same keep one plan and have the other's money back", {
    timeout: limitMs,
  }, async () => {
    const world = openedWorld();
    const random = seededRandom(seed);
    const viewers: Viewer[] = [];
    for (let buyer = 0; buyer < buyers; buyer++) {
      const viewer = await makeOwner(0);
      viewers.push(viewer);
      const first = await open(world, viewer, random.pick(offers));
      const customer = await db().billingCustomer.findFirst({ where: { workspaceId: viewer.workspace.id } });
      const others = await Promise.all(
        offers.map((offer) => slippedThrough(world, customer?.id ?? "", { ...offer, currency: "usd" })),
      );
      await Promise.all([first, ...others].map((url) => pay(url ?? "")));
      expect((await moneyOf(world, viewer)).live).toHaveLength(1 + offers.length);
    }
    await settle(world);
    for (const viewer of viewers) {
      const money = await moneyOf(world, viewer);
      expect(money.live).toHaveLength(1);
      expect(money.keptMinor).toBe(priceOf(money));
    }
    printTable("second plans", { buyers, "sessions paid": buyers * (1 + offers.length) });
  });
});

/** A session beside the one that we keep: what a process that died between two steps may leave. */
async function slippedThrough({ local, prices }: World, customer: string, offer: Offer): Promise<string> {
  const found = (await local.stripe.prices.list({ limit: 100 })).data.find(
    (price) =>
      Object.values(prices).includes(price.id) &&
      price.currency === offer.currency &&
      price.unit_amount === amountMinorOf(offer),
  );
  const { url } = await local.stripe.checkout.sessions.create({
    mode: "subscription",
    customer,
    line_items: [{ price: found?.id ?? "", quantity: 1 }],
    success_url: "http://127.0.0.1:3000/",
  });
  return url ?? "";
}

/** Reads what has come until nothing more follows from it. */
async function settle({ toolsAt }: World): Promise<void> {
  for (let round = 0; round < 5; round++) {
    const { missedEvents, drifted } = await reconcile(toolsAt());
    if (missedEvents + drifted === 0) return;
  }
}

describe("fifty first requests at once", () => {
  const secret = "a secret of the drill";
  const visit = (user: { id: string; email: string }, now: Date) =>
    whenNotTooBusy(() => ensureViewer(db(), user, now, secret));
  const trialsOf = (start: Date) => db().trial.count({ where: { startedAt: start } });
  let moment = 0;
  /** Trials of one case are told from others by their start. */
  const nextMoment = () => new Date(Date.now() + moment++ * 1000);

  test("of one person make one workspace and one trial", { timeout: limitMs }, async () => {
    for (let person = 0; person < people; person++) {
      const now = nextMoment();
      const id = randomUUID();
      const user = { id, email: `${id}@example.org` };
      const viewers = await Promise.all(Array.from({ length: firstRequests }, () => visit(user, now)));
      expect(new Set(viewers.map(({ workspace }) => workspace.id)).size).toBe(1);
      expect(await trialsOf(now)).toBe(1);
    }
  });

  test("of fifty accounts with one address in other spellings give one trial", {
    timeout: limitMs,
  }, async () => {
    for (let person = 0; person < people; person++) {
      const now = nextMoment();
      const name = `a${randomUUID().slice(0, 8)}`;
      const viewers = await Promise.all(
        Array.from({ length: firstRequests }, (_, at) =>
          visit({ id: randomUUID(), email: `${name}+${at}@gmail.com` }, now),
        ),
      );
      expect(viewers.filter(({ workspace }) => workspace.trialEndsAt !== null)).toHaveLength(1);
      expect(await trialsOf(now)).toBe(1);
    }
  });
});
