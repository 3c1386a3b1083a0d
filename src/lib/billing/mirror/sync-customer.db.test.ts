import { randomUUID } from "node:crypto";
import fc from "fast-check";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resolve } from "#lib/entitlements/resolve.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { db } from "#platform/db/prisma.ts";
import { advance, type Harness, startHarness } from "../../../../sandbox/stripe/testing/harness.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { setUpPrices } from "../buying/set-up-prices.ts";
import { reconcile } from "../reconcile/reconcile.ts";
import * as store from "../store.ts";
import { processEvent, sweepEvents } from "../webhook-handlers.ts";
import { receiveWebhook } from "../webhooks/receive-webhook.ts";
import { syncCustomer } from "./sync-customer.ts";

const database = openTestDatabase();
const secret = "whsec_sandbox";
const start = 1_800_000_000;
const hour = 3600;
const day = 24 * hour;
let local: Harness;
let prices: Record<string, string>;

beforeAll(async () => {
  local = await startHarness();
  prices = await setUpPrices(local.stripe);
  Object.assign(process.env, prices, { BILLING_GRACE_HOURS: "24" });
}, 60_000);
afterAll(async () => {
  const counts = await local.control<{ unknownUrls: object; violations: string[] }>("GET", "counts");
  await local.stop();
  expect(counts.violations).toEqual([]);
  expect(counts.unknownUrls).toEqual({});
});

const toolsAt = (seconds: number) => ({
  db: db(),
  stripe: local.stripe,
  now: () => new Date(seconds * 1000),
});
/** Events carry the machine's time, whatever clock their objects live on. */
const wallSeconds = () => Math.floor(Date.now() / 1000);
const proMonthly = () => prices.STRIPE_PRICE_ID_MONTHLY_USD ?? "";

type Payer = { workspaceId: string; customerId: string; clock: string };

/** A workspace whose customer has a card, on a clock of its own. */
async function makePayer(clock?: string, codes = 0): Promise<Payer> {
  const { stripe } = local;
  const clockId = clock ?? (await stripe.testHelpers.testClocks.create({ frozen_time: start })).id;
  const { id: customerId } = await stripe.customers.create({
    email: "payer@example.test",
    test_clock: clockId,
  });
  await setCard(customerId, "pm_card_visa");
  const { id: workspaceId } = await db().workspace.create({ data: { name: "Test" } });
  await store.insertCustomer(db(), { id: customerId, workspaceId });
  const slugs = Array.from({ length: codes }, () => randomUUID());
  await db().qrCode.createMany({
    data: slugs.map((slug) => ({ workspaceId, slug, name: slug, destination: "https://example.com/" })),
  });
  return { workspaceId, customerId, clock: clockId };
}

async function setCard(customerId: string, token: string): Promise<void> {
  const { id } = await local.stripe.paymentMethods.attach(token, { customer: customerId });
  await local.stripe.customers.update(customerId, { invoice_settings: { default_payment_method: id } });
}

const subscribe = (customerId: string, price = proMonthly()) =>
  local.stripe.subscriptions.create({ customer: customerId, items: [{ price }] });

async function access({ workspaceId }: Payer, seconds: number) {
  return resolve(await findAccessFacts(db(), workspaceId), new Date(seconds * 1000));
}

/** Every row that the synchronisation may write, with the transaction that wrote it. */
async function versions(): Promise<unknown[]> {
  const tables = [
    "billing_customers",
    "subscriptions",
    "invoices",
    "payment_methods",
    "refunds",
    "disputes",
    "workspaces",
    "audit_events",
    "qr_codes",
    "webhook_events",
  ];
  const each = tables.map((name) => `SELECT '${name}' AS name, id::text, xmin::text FROM ${name}`);
  return (await database().pool.query(`${each.join(" UNION ALL ")} ORDER BY 1, 2`)).rows;
}

type Returned = { id: string; status: string; amount: number; charge: string };
type Kept = {
  payment_method: { id: string; type: string; customer: string | null; card: { last4: string } }[];
  charge: { id: string; customer: string }[];
  refund: Returned[];
  dispute: Returned[];
};

/** What the database says of all that it mirrors beside what Stripe says. */
async function compare(): Promise<{ ours: unknown; stripes: unknown }> {
  const ours = await database().pool.query(
    `SELECT id, status, price_id, customer_id FROM subscriptions
     UNION ALL SELECT id, status, total_minor::text, customer_id FROM invoices
     UNION ALL SELECT id, type, last4, customer_id FROM payment_methods
     UNION ALL SELECT id, status, amount_minor::text, customer_id FROM refunds
     UNION ALL SELECT id, status, amount_minor::text, customer_id FROM disputes ORDER BY 1`,
  );
  const mine = new Set((await db().billingCustomer.findMany()).map(({ id }) => id));
  const stripes: unknown[] = [];
  for await (const one of local.stripe.subscriptions.list({ status: "all", limit: 100 })) {
    const { id, status, customer } = one;
    stripes.push({ id, status, price_id: one.items.data[0]?.price.id, customer_id: customer });
  }
  for await (const { id, status, total, customer } of local.stripe.invoices.list({ limit: 100 })) {
    stripes.push({ id, status, price_id: String(total), customer_id: customer });
  }
  const kept = await local.control<Kept>("GET", "dump?kinds=payment_method,refund,dispute,charge");
  for (const { id, type, customer, card } of kept.payment_method) {
    stripes.push({ id, status: type, price_id: card.last4, customer_id: customer });
  }
  const payerOf = new Map(kept.charge.map(({ id, customer }) => [id, customer]));
  for (const { id, status, amount, charge } of [...kept.refund, ...kept.dispute]) {
    stripes.push({ id, status, price_id: String(amount), customer_id: payerOf.get(charge) });
  }
  const rows = (stripes as { id: string; customer_id: string }[]).filter((row) => mine.has(row.customer_id));
  return { ours: ours.rows, stripes: rows.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

test("products and prices are made once, and are the price list's", async () => {
  expect(await setUpPrices(local.stripe)).toEqual(prices);
  expect(Object.keys(prices)).toHaveLength(12);
  const price = await local.stripe.prices.retrieve(prices.STRIPE_PRICE_ID_ANNUAL_PLN ?? "");
  expect(price).toMatchObject({ unit_amount: 36_000, currency: "pln", recurring: { interval: "year" } });
});

describe("the life of a subscription", () => {
  test("renewal, failure, grace, restriction and recovery, the codes with it", async () => {
    const payer = await makePayer(undefined, 12);
    const { id } = await subscribe(payer.customerId);
    await syncCustomer(toolsAt(start), payer.customerId);
    expect(await access(payer, start)).toMatchObject({ tier: "premium", source: "subscription" });

    const [row] = await store.listSubscriptions(db(), payer.workspaceId);
    const end = (row?.periodEnd?.getTime() ?? 0) / 1000;
    await setCard(payer.customerId, "pm_card_chargeCustomerFail");
    await advance(local.stripe, payer.clock, end + 2 * hour);
    const failedAt = end + 2 * hour;
    await syncCustomer(toolsAt(failedAt), payer.customerId);
    expect(await access(payer, failedAt + day - 1)).toMatchObject({ tier: "premium" });
    expect(await access(payer, failedAt + day)).toMatchObject({ tier: "starter" });

    await syncCustomer(toolsAt(failedAt + day), payer.customerId);
    expect(await db().qrCode.count({ where: { workspaceId: payer.workspaceId, isActive: true } })).toBe(10);

    await setCard(payer.customerId, "pm_card_visa");
    const { latest_invoice: open } = await local.stripe.subscriptions.retrieve(id);
    await local.stripe.invoices.pay(typeof open === "string" ? open : (open?.id ?? ""));
    await syncCustomer(toolsAt(failedAt + 2 * day), payer.customerId);
    expect(await access(payer, failedAt + 2 * day)).toMatchObject({ tier: "premium", graceUntil: null });
    expect(await db().qrCode.count({ where: { workspaceId: payer.workspaceId, isActive: true } })).toBe(12);
  });

  test("a cancellation keeps access until Stripe ends it", async () => {
    const payer = await makePayer();
    const { id } = await subscribe(payer.customerId);
    await local.stripe.subscriptions.update(id, { cancel_at_period_end: true });
    await syncCustomer(toolsAt(start), payer.customerId);
    const [row] = await store.listSubscriptions(db(), payer.workspaceId);
    const end = (row?.periodEnd?.getTime() ?? 0) / 1000;
    expect(row?.cancelAt).toEqual(row?.periodEnd);
    expect((await access(payer, end - 1)).tier).toBe("premium");
    await advance(local.stripe, payer.clock, end + 60);
    await syncCustomer(toolsAt(end + 60), payer.customerId);
    expect((await access(payer, end + 60)).tier).toBe("starter");
  });

  test("a customer that is deleted at Stripe loses access and no history", async () => {
    const payer = await makePayer();
    await subscribe(payer.customerId);
    await syncCustomer(toolsAt(start), payer.customerId);
    await local.stripe.customers.del(payer.customerId);
    await syncCustomer(toolsAt(start), payer.customerId);
    expect((await access(payer, start)).tier).toBe("starter");
    expect((await store.listSubscriptions(db(), payer.workspaceId))[0]?.status).toBe("canceled");
    expect(await store.listInvoices(db(), payer.customerId)).toHaveLength(1);
  });

  test("a price that is none of ours gives nothing", async () => {
    const payer = await makePayer();
    const product = await local.stripe.products.create({ name: "Foreign" });
    const foreign = await local.stripe.prices.create({
      ...{ product: product.id, currency: "usd", unit_amount: 100 },
      recurring: { interval: "month" },
    });
    await subscribe(payer.customerId, foreign.id);
    await syncCustomer(toolsAt(start), payer.customerId);
    expect((await access(payer, start)).tier).toBe("starter");
    const [row] = await store.listSubscriptions(db(), payer.workspaceId);
    expect(row).toMatchObject({ status: "active", tier: null, setAsideReason: "unknown_price" });
  });
});

test("a reading that a later one has overtaken writes nothing", async () => {
  const payer = await makePayer();
  const { id } = await subscribe(payer.customerId);
  await syncCustomer(toolsAt(start), payer.customerId);
  const { promise: go, resolve: letGo } = Promise.withResolvers<void>();
  const { promise: hasRead, resolve: tellRead } = Promise.withResolvers<void>();
  // Holds the slow one back between its reading and its writing.
  const slow = new Proxy(toolsAt(start), {
    get: (tools, key) =>
      key !== "db"
        ? tools[key as "now"]
        : new Proxy(tools.db, {
            get(target, name, receiver) {
              if (name !== "$transaction") return Reflect.get(target, name, receiver);
              return async (run: Parameters<typeof target.$transaction>[0], options: object) => {
                tellRead();
                await go;
                return target.$transaction(run, options);
              };
            },
          }),
  });
  const old = syncCustomer(slow, payer.customerId);
  await hasRead;
  await local.stripe.subscriptions.cancel(id);
  expect((await syncCustomer(toolsAt(start), payer.customerId)).kind).toBe("written");
  letGo();
  expect((await old).kind).toBe("outrun");
  expect((await access(payer, start)).tier).toBe("starter");
});

describe("deliveries", () => {
  /** Of every other payer something comes back: in part, by a bank, or because it was bought twice. */
  async function giveBack({ customerId, clock }: Payer, index: number): Promise<void> {
    const [charge] = (await local.stripe.charges.list({ customer: customerId })).data;
    if (index % 8 === 1) await local.stripe.refunds.create({ charge: charge?.id ?? "", amount: 100 });
    if (index % 8 === 3) {
      const { id } = await local.control<{ id: string }>("POST", "disputes", { charge: charge?.id });
      if (index % 16 === 3) await local.control("POST", "disputes/settle", { dispute: id, outcome: "lost" });
    }
    if (index % 8 === 5) {
      // So late that it is fresh when it is read.
      await advance(local.stripe, clock, start + 31 * day);
      await subscribe(customerId);
    }
  }

  /** A history that leaves every payer in some state, and all its events. */
  async function live(payers: number): Promise<Stripe.Event[]> {
    const since = (await local.stripe.events.list({ limit: 1 })).data[0]?.id;
    const failing: Payer[] = [];
    for (let index = 0; index < payers; index++) {
      const payer = await makePayer(undefined, index % 3 === 0 ? 12 : 0);
      const { id } = await subscribe(payer.customerId);
      await giveBack(payer, index);
      if (index % 4 === 1) await local.stripe.subscriptions.update(id, { cancel_at_period_end: true });
      if (index % 4 === 2) await local.stripe.subscriptions.cancel(id);
      if (index % 4 === 3) {
        await setCard(payer.customerId, "pm_card_chargeCustomerFail");
        failing.push(payer);
      }
      if (index % 5 === 4) await local.stripe.customers.del(payer.customerId);
    }
    for (const { clock } of failing) await advance(local.stripe, clock, start + 32 * day);
    const events: Stripe.Event[] = [];
    for await (const event of local.stripe.events.list({
      limit: 100,
      ...(since ? { ending_before: since } : {}),
    })) {
      events.push(event);
    }
    return events;
  }

  function deliver(event: Stripe.Event) {
    const rawBody = JSON.stringify(event);
    const signature = Stripe.webhooks.generateTestHeaderString({ payload: rawBody, secret });
    return receiveWebhook(db(), { rawBody, signature, secrets: [secret] }, new Date());
  }

  test.each([1, 2])(
    "shuffled, doubled, some lost and some failing, seed %i: the mirror is Stripe's",
    async (seed) => {
      const events = await live(8);
      const [order] = fc.sample(
        fc.shuffledSubarray([...events, ...events.filter((_, index) => index % 3 === 0)], {
          minLength: events.length,
        }),
        { numRuns: 1, seed },
      );
      if (!order) throw new Error("no order was drawn");
      await local.control("POST", "faults", { kind: "500", count: 5 });
      const lanes = 10;
      const tools = toolsAt(start + 32 * day);
      await Promise.all(
        Array.from({ length: lanes }, async (_, lane) => {
          for (let at = lane; at < order.length; at += lanes) {
            const event = order[at];
            if (!event) continue;
            const { isForCaller, eventId } = await deliver(event);
            // A tenth die right after the answer: the sweep finds them.
            if (isForCaller && at % 10 !== 0) await processEvent(tools, eventId);
          }
        }),
      );
      await sweepEvents(toolsAt(wallSeconds() + day));
      await local.control("POST", "settings/reset");
      await reconcile(tools);
      const { ours, stripes } = await compare();
      expect(ours).toEqual(stripes);
      const left = await db().webhookEvent.count({ where: { state: { in: ["pending", "set_aside"] } } });
      expect(left).toBe(0);

      const before = await versions();
      const again = await reconcile(tools);
      expect(again).toMatchObject({ missedEvents: 0, drifted: 0, failed: 0, contradictions: 0 });
      expect(await versions()).toEqual(before);
    },
  );

  test("that were all lost are made up for by reconciliation", async () => {
    await live(5);
    const tools = toolsAt(wallSeconds());
    expect((await reconcile(tools)).missedEvents).toBeGreaterThan(20);
    const { ours, stripes } = await compare();
    expect(ours).toEqual(stripes);
  });
});
