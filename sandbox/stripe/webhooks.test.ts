import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readText } from "./http/server.ts";
import { type Harness, keys, startHarness, until } from "./testing/harness.ts";

type Taken = { body: string; signature: string };
let harness: Harness;
let listener: Server;
let url = "";
let taken: Taken[] = [];
let status = 200;

beforeAll(async () => {
  listener = createServer(async (request, response) => {
    const body = (await readText(request)) ?? "";
    taken.push({ body, signature: String(request.headers["stripe-signature"]) });
    response.writeHead(status).end("seen");
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`;
  harness = await startHarness({ webhookUrl: url });
  await harness.stripe.customers.list();
}, 60_000);
beforeEach(async () => {
  await harness.control("POST", "reset");
  taken = [];
  status = 200;
});
afterAll(async () => {
  await harness.stop();
  listener.closeAllConnections();
  listener.close();
});

const read = (one: Taken, secret = keys.webhookSecret): Stripe.Event =>
  harness.stripe.webhooks.constructEvent(one.body, one.signature, secret);
const arrived = (count: number) => until(async () => taken.length >= count && taken);
type Delivery = { state: string; attempts: { status: number; answer: string }[]; type: string };
const settle = (deliveries: object) => harness.control("POST", "settings", { deliveries });
const deliveries = async () => (await harness.control<{ data: Delivery[] }>("GET", "deliveries")).data;

describe("a webhook", { timeout: 20_000 }, () => {
  test("is signed so that the SDK accepts it, and its answer is kept", async () => {
    const customer = await harness.stripe.customers.create({ email: "a@example.test" });
    const [first] = await arrived(1);
    const event = read(first as Taken);
    expect(event).toMatchObject({ type: "customer.created", data: { object: { id: customer.id } } });
    await until(async () => (await deliveries())[0]?.state === "delivered");
    expect((await deliveries())[0]?.attempts).toMatchObject([{ status: 200, answer: "seen" }]);
    expect((await harness.stripe.events.retrieve(event.id)).pending_webhooks).toBe(0);
  });

  test("is tried again, signed anew, until it is taken", async () => {
    status = 500;
    await harness.stripe.customers.create({});
    await arrived(1);
    await until(async () => (await deliveries())[0]?.attempts.length === 1);
    await harness.control("POST", "deliveries/hurry");
    await arrived(2);
    await until(async () => (await deliveries())[0]?.attempts.length === 2);
    status = 204;
    await harness.control("POST", "clock", { advance: 3600 });
    await until(async () => (await deliveries())[0]?.state === "delivered");
    expect(new Set(taken.map((one) => read(one).id)).size).toBe(1);
    expect((await deliveries())[0]?.attempts.map((one) => one.status)).toEqual([500, 500, 204]);
  });

  test("carries both signatures while a secret is rolled", async () => {
    const { secret } = await harness.control<{ secret: string }>("POST", "webhook/roll", {});
    await harness.stripe.customers.create({});
    const [first] = await arrived(1);
    expect(read(first as Taken, secret).id).toBe(read(first as Taken).id);
  });

  test("comes twice where doubling is ordered", async () => {
    await settle({ duplicateRate: 1 });
    await harness.stripe.customers.create({});
    const [one, two] = await arrived(2);
    expect(read(one as Taken).id).toBe(read(two as Taken).id);
  });

  test("is held back while deliveries are paused, and comes later by what delay is ordered", async () => {
    await settle({ isPaused: true });
    const made = await harness.stripe.customers.create({});
    expect((await deliveries())[0]?.state).toBe("pending");
    expect(taken).toEqual([]);
    await settle({ isPaused: false, delayMs: 3_600_000 });
    await harness.control("POST", "clock", { advance: 3500 });
    expect((await deliveries())[0]?.attempts).toEqual([]);
    await harness.control("POST", "clock", { advance: 200 });
    expect(read((await arrived(1))[0] as Taken).data.object).toMatchObject({ id: made.id });
  });

  test("is lost where dropping is ordered, and can be sent again by hand", async () => {
    await settle({ dropRate: 1 });
    const made = await harness.stripe.customers.create({});
    await until(async () => (await deliveries())[0]?.state === "dropped");
    expect(taken).toEqual([]);
    await settle({ dropRate: 0 });
    const [event] = (await harness.stripe.events.list({ limit: 1 })).data;
    await harness.control("POST", "deliveries/replay", { event: event?.id });
    expect(read((await arrived(1))[0] as Taken).data.object).toMatchObject({ id: made.id });
  });

  test("comes in another order than it happened where shuffling is ordered", async () => {
    await settle({ isPaused: true, isShuffled: true });
    for (let index = 0; index < 60; index += 1) await harness.stripe.customers.create({});
    await settle({ isPaused: false });
    const ids = (await arrived(60)).map((one) => read(one).id);
    const happened: string[] = [];
    for await (const { id } of harness.stripe.events.list({ limit: 100 })) happened.unshift(id);
    expect(ids).not.toEqual(happened);
    expect([...ids].sort()).toEqual([...happened].sort());
  });

  test("is signed with the time, the secret and the secrets that are ordered", async () => {
    const next = async (signing: string): Promise<Taken> => {
      taken = [];
      await settle({ signing });
      await harness.stripe.customers.create({});
      return (await arrived(1))[0] as Taken;
    };
    for (const signing of ["old_timestamp", "unknown_secret"]) {
      const bad = await next(signing);
      expect(() => read(bad)).toThrow();
    }
    // The SDK takes a time to come; whoever does not want that has to look for itself.
    expect(read(await next("future_timestamp")).type).toBe("customer.created");
    const { secret } = await harness.control<{ secret: string }>("POST", "webhook/roll", {});
    const old = await next("old_secret");
    expect(read(old).type).toBe("customer.created");
    expect(() => read(old, secret)).toThrow();
    const both = await next("current");
    expect(read(both, secret).id).toBe(read(both).id);
    // Without an overlap the replaced secret signs no more.
    await harness.control("POST", "webhook/roll", { overlapSeconds: -1 });
    const latest = await next("current");
    expect(() => read(latest, secret)).toThrow();
  });

  test("is given up after three days, and can be hurried there", async () => {
    status = 503;
    await harness.stripe.customers.create({});
    for (let attempt = 1; attempt <= 11; attempt += 1) {
      await until(async () => (await deliveries())[0]?.attempts.length === attempt);
      await harness.control("POST", "deliveries/hurry");
    }
    expect((await deliveries())[0]?.state).toBe("failed");
    const [event] = (await harness.stripe.events.list({ delivery_success: false })).data;
    expect(event?.pending_webhooks).toBe(1);
  });

  test("goes to endpoints made through the API, for the events they want", async () => {
    const { stripe } = harness;
    const endpoint = await stripe.webhookEndpoints.create({ url, enabled_events: ["product.created"] });
    expect(endpoint.secret).toMatch(/^whsec_/);
    expect((await stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined();
    await stripe.products.create({ name: "P" });
    const both = await arrived(2);
    expect(
      both.filter((one) => {
        try {
          return read(one, endpoint.secret);
        } catch {
          return false;
        }
      }),
    ).toHaveLength(1);
    await stripe.webhookEndpoints.del(endpoint.id);
  });
});
