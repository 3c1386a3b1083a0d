import { randomUUID } from "node:crypto";
import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { startWorker } from "#platform/jobs/worker.ts";
import { Refusal } from "#shared/errors.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { createStripe } from "../stripe.ts";
import { processEvent, sweepEvents } from "../webhook-handlers.ts";
import { mostAttempts, replayEvents, retryDelayMs } from "./inbox.ts";
import { receiveWebhook } from "./receive-webhook.ts";

const database = openTestDatabase();
const secret = "whsec_sandbox";
const now = new Date();
// Nobody listens there: what is shown here needs no answer of Stripe's.
const stripe = createStripe("sk_test_x", "127.0.0.1:9");
const toolsAt = (at: Date) => ({ db: db(), stripe, now: () => at });

function delivery(type = "invoice.paid", id = `evt_${randomUUID()}`) {
  const rawBody = JSON.stringify({
    id,
    object: "event",
    type,
    api_version: Stripe.API_VERSION,
    created: Math.floor(now.getTime() / 1000),
    data: { object: { id: "in_1", object: "invoice", customer: "cus_of_nobody" } },
  });
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: rawBody, secret });
  return { id, rawBody, signature, secrets: [secret] };
}

const eventOf = (id: string) => db().webhookEvent.findUniqueOrThrow({ where: { id } });

describe("a delivery", () => {
  test("is stored once, however often and however much at once it comes", async () => {
    const { id, ...sent } = delivery();
    const answers = await Promise.all(Array.from({ length: 20 }, () => receiveWebhook(db(), sent, now)));
    expect(answers.filter(({ isForCaller }) => isForCaller)).toHaveLength(1);
    expect(await eventOf(id)).toMatchObject({
      type: "invoice.paid",
      state: "pending",
      customerId: "cus_of_nobody",
      objectId: "in_1",
      apiVersion: Stripe.API_VERSION,
      attempts: 0,
    });
  });

  test("of a type that is none of ours is stored and ignored", async () => {
    const { id, ...sent } = delivery("radar.early_fraud_warning.created");
    expect((await receiveWebhook(db(), sent, now)).isForCaller).toBe(false);
    expect((await eventOf(id)).state).toBe("ignored");
  });

  test("that nobody signed leaves nothing behind, and the answer says why", async () => {
    const { id, ...sent } = delivery();
    const refused = await receiveWebhook(db(), { ...sent, secrets: ["whsec_other"] }, now).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(Refusal);
    expect(refused).toMatchObject({ code: "validation", details: { values: { reason: "wrong_signature" } } });
    expect(await db().webhookEvent.count({ where: { id } })).toBe(0);
  });
});

describe("an event of a customer that we do not know", () => {
  test("is tried again later and later, and set aside in the end", async () => {
    const { id, ...sent } = delivery();
    await receiveWebhook(db(), sent, now);
    let at = now;
    for (let attempt = 1; attempt < mostAttempts; attempt++) {
      await processEvent(toolsAt(at), id);
      const event = await eventOf(id);
      expect(event).toMatchObject({ state: "pending", attempts: attempt, error: "unknown_customer" });
      expect(event.nextAttemptAt.getTime() - at.getTime()).toBe(retryDelayMs(attempt));
      at = event.nextAttemptAt;
    }
    await processEvent(toolsAt(at), id);
    expect(await eventOf(id)).toMatchObject({ state: "set_aside", attempts: mostAttempts });
    await processEvent(toolsAt(at), id);
    expect((await eventOf(id)).attempts).toBe(mostAttempts);
  });

  test("can be replayed by a person", async () => {
    const { id, ...sent } = delivery();
    await receiveWebhook(db(), sent, now);
    await db().webhookEvent.update({ where: { id }, data: { state: "set_aside", attempts: mostAttempts } });
    await replayEvents(db(), [id], now);
    expect(await eventOf(id)).toMatchObject({ state: "pending", attempts: 0 });
  });
});

test("the sweep takes what was left, when its head start is over", async () => {
  await db().webhookEvent.deleteMany();
  const { id, ...sent } = delivery();
  await receiveWebhook(db(), sent, now);
  expect(await sweepEvents(toolsAt(now))).toBe(0);
  expect(await sweepEvents(toolsAt(new Date(now.getTime() + 60_000)))).toBe(1);
  expect((await eventOf(id)).attempts).toBe(1);
});

test("an event whose customer Stripe cannot tell now is tried again", async () => {
  const { id, ...sent } = delivery();
  await receiveWebhook(db(), sent, now);
  const workspace = await db().workspace.create({ data: { name: "Test" } });
  await db().billingCustomer.create({ data: { id: "cus_of_nobody", workspaceId: workspace.id } });
  const quick = new Stripe("sk_test_x", {
    host: "127.0.0.1",
    port: 9,
    protocol: "http",
    maxNetworkRetries: 0,
  });
  await processEvent({ ...toolsAt(now), stripe: quick }, id);
  const event = await eventOf(id);
  expect(event).toMatchObject({ state: "pending", attempts: 1 });
  expect(event.error).toMatch(/connection/i);
  await db().billingCustomer.delete({ where: { id: "cus_of_nobody" } });
});

test("with a worker the event reaches it through the queue, in the transaction that stores it", async () => {
  const { promise, resolve } = Promise.withResolvers<string[]>();
  const worker = await startWorker({
    url: database().url,
    handlers: {
      "stripe-event": async (jobs) => resolve(jobs.map(({ eventId }) => eventId)),
      mail: async () => {},
    },
  });
  try {
    const { id, ...sent } = delivery();
    expect((await receiveWebhook(db(), sent, now)).isForCaller).toBe(false);
    expect(await promise).toEqual([id]);
    await receiveWebhook(db(), sent, now);
    const jobs = await database().pool.query("SELECT data FROM pgboss.job WHERE name = 'stripe-event'");
    expect(jobs.rows).toEqual([{ data: { eventId: id } }]);
  } finally {
    await worker.stop();
  }
});
