import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readBody } from "./http/server.ts";
import { type Harness, keys, startHarness, until } from "./testing/harness.ts";

type Taken = { body: string; signature: string };
let harness: Harness;
let listener: Server;
let url = "";
let taken: Taken[] = [];
let status = 200;

beforeAll(async () => {
  listener = createServer(async (request, response) => {
    const body = (await readBody(request)) ?? "";
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

  test("can be doubled, dropped, held back, replayed and badly signed", async () => {
    const settings = (deliveriesOf: object) =>
      harness.control("POST", "settings", { deliveries: deliveriesOf });
    await settings({ duplicateRate: 1 });
    await harness.stripe.customers.create({});
    const [one, two] = await arrived(2);
    expect(read(one as Taken).id).toBe(read(two as Taken).id);

    taken = [];
    await settings({ duplicateRate: 0, isPaused: true });
    const made = await harness.stripe.customers.create({});
    expect(taken).toEqual([]);
    await settings({ isPaused: false });
    await arrived(1);

    taken = [];
    const event = (await harness.stripe.events.list({ limit: 1 })).data[0];
    await harness.control("POST", "deliveries/replay", { event: event?.id });
    expect(read((await arrived(1))[0] as Taken).data.object).toMatchObject({ id: made.id });

    for (const signing of ["old_timestamp", "unknown_secret"]) {
      taken = [];
      await settings({ signing });
      await harness.stripe.customers.create({});
      const bad = (await arrived(1))[0] as Taken;
      expect(() => read(bad)).toThrow();
    }
    taken = [];
    await settings({ signing: "current", dropRate: 1 });
    await harness.stripe.customers.create({});
    await until(async () => (await deliveries())[0]?.state === "dropped");
    expect(taken).toEqual([]);
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
