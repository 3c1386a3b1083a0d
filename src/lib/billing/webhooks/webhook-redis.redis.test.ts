import { randomUUID } from "node:crypto";
import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { consume } from "#platform/rate-limits/rate-limiter.ts";
import { redis } from "#platform/redis/redis.ts";
import { openLocalStripe } from "../../../../sandbox/testing/local-stripe.ts";
import { type RedisServer, startRedisServer } from "../../../../sandbox/testing/redis-server.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { countReadings, priceOf } from "../billing.testing.ts";
import * as store from "../store.ts";
import { processEvent, sweepEvents } from "../webhook-handlers.ts";
import { receiveWebhook } from "./receive-webhook.ts";

openTestDatabase();
const local = openLocalStripe();
const secret = "whsec_sandbox";
let server: RedisServer;

beforeAll(async () => {
  server = await startRedisServer();
  Object.assign(process.env, { REDIS_URL: server.url });
});
afterAll(async () => {
  redis()?.close();
  await server.stop();
});
beforeEach(async () => {
  server.thaw();
  await expect.poll(() => redis()?.isThere, { timeout: 10_000 }).toBe(true);
});

const tools = () => ({ db: db(), stripe: local.stripe, now: () => new Date() });
const countEvents = (id: string) => db().webhookEvent.count({ where: { id } });

function deliver(id: string, customer: string, type = "customer.subscription.updated") {
  const rawBody = JSON.stringify({
    id,
    object: "event",
    type,
    api_version: Stripe.API_VERSION,
    created: Math.floor(Date.now() / 1000),
    data: { object: { id: "sub_1", object: "subscription", customer } },
  });
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: rawBody, secret });
  return receiveWebhook(db(), { rawBody, signature, secrets: [secret] }, new Date());
}

const newId = () => `evt_${randomUUID()}`;

/** A workspace that has paid, of whose customer nothing was read yet. */
async function makeBuyer(): Promise<string> {
  const { id: customer } = await local.stripe.customers.create({ email: "payer@example.test" });
  const { id: card } = await local.stripe.paymentMethods.attach("pm_card_visa", { customer });
  await local.stripe.subscriptions.create({
    customer,
    default_payment_method: card,
    items: [{ price: priceOf() }],
  });
  const workspace = await db().workspace.create({ data: { name: "Test" } });
  await store.insertCustomer(db(), { id: customer, workspaceId: workspace.id });
  return customer;
}

const readings = () => countReadings(local.control);

describe("a delivery that Redis knows", () => {
  test("is answered without Postgres", async () => {
    const id = newId();
    expect((await deliver(id, "cus_x")).isForCaller).toBe(true);
    // Would be stored again, were Postgres asked.
    await db().webhookEvent.delete({ where: { id } });
    expect(await deliver(id, "cus_x")).toEqual({ eventId: id, isForCaller: false });
    expect(await countEvents(id)).toBe(0);
  });

  test("is still refused when nobody signed it", async () => {
    const id = newId();
    await deliver(id, "cus_x");
    const forged = receiveWebhook(
      db(),
      { rawBody: JSON.stringify({ id }), signature: "t=1,v1=00", secrets: [secret] },
      new Date(),
    );
    await expect(forged).rejects.toMatchObject({ code: "validation" });
  });

  test("was committed before: what could not be stored is not remembered", async () => {
    const id = newId();
    await db().$executeRawUnsafe("ALTER TABLE webhook_events RENAME TO hidden_events");
    await expect(deliver(id, "cus_x")).rejects.toThrow();
    await db().$executeRawUnsafe("ALTER TABLE hidden_events RENAME TO webhook_events");
    expect(await redis()?.ask((client) => client.exists(`stripe-event:${id}`))).toEqual({ value: 0 });
    expect((await deliver(id, "cus_x")).isForCaller).toBe(true);
  });

  test("is forgotten after four days", async () => {
    const id = newId();
    await deliver(id, "cus_x");
    const ttl = await redis()?.ask((client) => client.ttl(`stripe-event:${id}`));
    expect(ttl?.value).toBeGreaterThan(4 * 86_400 - 60);
    expect(ttl?.value).toBeLessThanOrEqual(4 * 86_400);
  });
});

describe("the lock on a customer", () => {
  test("has twenty events that come at once read it once", async () => {
    const customer = await makeBuyer();
    const ids = Array.from({ length: 20 }, newId);
    for (const id of ids) await deliver(id, customer);
    const before = await readings();
    await Promise.all(ids.map((id) => processEvent(tools(), id)));
    expect((await readings()) - before).toBe(1);
    expect(await db().webhookEvent.count({ where: { id: { in: ids }, state: "processed" } })).toBe(20);
    expect(await redis()?.ask((client) => client.exists(`stripe-customer:${customer}`))).toEqual({
      value: 0,
    });
  });

  test("of somebody who died with it is waited for a while, and then gone without", async () => {
    const customer = await makeBuyer();
    const id = newId();
    await deliver(id, customer);
    await redis()?.ask((client) => client.set(`stripe-customer:${customer}`, "somebody", "PX", 60_000));
    await processEvent(tools(), id);
    expect(await db().webhookEvent.findUnique({ where: { id } })).toMatchObject({ state: "processed" });
    const held = await redis()?.ask((client) => client.get(`stripe-customer:${customer}`));
    expect(held).toEqual({ value: "somebody" });
  });
});

const faults: Record<string, () => Promise<void>> = {
  "killed and back empty": async () => {
    await server.kill();
    await server.restart();
  },
  "killed for good": async () => server.kill(),
  hanging: async () => server.freeze(),
  flushed: async () => server.flush(),
};

test.each(Object.keys(faults))("with Redis %s in the middle no effect is lost or doubled", async (fault) => {
  const customers = await Promise.all(Array.from({ length: 6 }, makeBuyer));
  const events = Array.from({ length: 60 }, (_, index) => ({
    id: newId(),
    customer: customers[index % customers.length] ?? "",
  }));
  // Every event comes twice, the second time after the fault or before it.
  const deliveries = [...events, ...events.toReversed()];
  let broken: Promise<void> | undefined;
  let stored = 0;
  const lane = async () => {
    for (let next = deliveries.shift(); next; next = deliveries.shift()) {
      if (deliveries.length < 70) broken ??= faults[fault]?.();
      const { isForCaller, eventId } = await deliver(next.id, next.customer);
      if (isForCaller) {
        stored++;
        await processEvent(tools(), eventId);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  await broken;
  await sweepEvents(tools());
  expect(stored).toBe(60);
  const where = { id: { in: events.map(({ id }) => id) } };
  expect(await db().webhookEvent.count({ where: { ...where, state: "processed" } })).toBe(60);
  const rows = await db().billingSubscription.findMany({ where: { customerId: { in: customers } } });
  expect(rows.map(({ status }) => status)).toEqual(customers.map(() => "active"));
  const subjects = rows.map(({ id }) => `subscription:${id}`);
  const created = { subject: { in: subjects }, action: "subscription.created" };
  expect(await db().auditEvent.count({ where: created })).toBe(6);
  server.thaw();
  if (fault === "killed for good") await server.restart();
});

test("limits hold while Redis hangs: Postgres counts", async () => {
  server.freeze();
  const key = randomUUID();
  for (let tries = 0; tries < 4; tries++) await consume("mail:email", key);
  await expect(consume("mail:email", key)).rejects.toMatchObject({ code: "rate_limited" });
});

test("limits are counted in Redis alone while it answers", async () => {
  const key = randomUUID();
  const before = await db().rateLimit.count();
  for (let tries = 0; tries < 4; tries++) await consume("mail:email", key);
  await expect(consume("mail:email", key)).rejects.toMatchObject({ code: "rate_limited" });
  expect(await db().rateLimit.count()).toBe(before);
});
