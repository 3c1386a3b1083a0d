import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { dayMs, minuteMs } from "#shared/time.ts";
import { openLocalStripe } from "../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { countReadings, priceOf } from "./billing.testing.ts";
import { reconcileNow, reconcileWhenDue } from "./reconcile/reconcile-when-due.ts";
import * as store from "./store.ts";
import { processEvents, sweepEvents } from "./webhook-handlers.ts";
import { claimDueEvents, insertEvent, mostAttempts, recordFailure, retryDelayMs } from "./webhooks/inbox.ts";
import { dropLease, takeLease } from "./webhooks/lease.ts";

openTestDatabase();
const local = openLocalStripe();
const now = new Date();
const toolsAt = (at: Date) => ({ db: db(), stripe: local.stripe, now: () => at });
const later = new Date(now.getTime() + minuteMs);

beforeEach(async () => {
  await db().webhookEvent.deleteMany();
  await db().billingCursor.deleteMany();
});

async function makeCustomer(): Promise<string> {
  const { id } = await local.stripe.customers.create({ email: "payer@example.test" });
  const workspace = await db().workspace.create({ data: { name: "Test" } });
  await store.insertCustomer(db(), { id, workspaceId: workspace.id });
  return id;
}

async function storeEvent(customerId: string | null, type = "invoice.paid"): Promise<string> {
  const id = `evt_${randomUUID()}`;
  const event = { id, type, apiVersion: null, objectId: "in_1", customerId, occurredAt: now };
  await insertEvent(db(), { ...event, payload: { data: { object: {} } }, isRelevant: true }, now);
  return id;
}

const stateOf = async (id: string) => (await db().webhookEvent.findUniqueOrThrow({ where: { id } })).state;

const readings = () => countReadings(local.control);

describe("sweeping", () => {
  test("by five at once processes each event once", async () => {
    const customers = await Promise.all(Array.from({ length: 12 }, makeCustomer));
    for (const customerId of customers) await storeEvent(customerId);
    const before = await readings();
    const swept = await Promise.all(Array.from({ length: 5 }, () => sweepEvents(toolsAt(later))));
    expect(swept.reduce((sum, count) => sum + count, 0)).toBe(12);
    expect((await readings()) - before).toBe(12);
    expect(await db().webhookEvent.count({ where: { state: "pending" } })).toBe(0);
  });

  test("takes what a process that died had taken, when its claim has run out", async () => {
    const id = await storeEvent(await makeCustomer());
    expect(await claimDueEvents(db(), later, 10)).toEqual([id]);
    expect(await sweepEvents(toolsAt(later))).toBe(0);
    expect(await sweepEvents(toolsAt(new Date(later.getTime() + 20_000)))).toBe(1);
    expect(await stateOf(id)).toBe("processed");
  });

  test("begins nothing when its time is up", async () => {
    const id = await storeEvent(await makeCustomer());
    expect(await sweepEvents(toolsAt(later), () => true)).toBe(0);
    expect(await stateOf(id)).toBe("pending");
  });
});

describe("of a batch", () => {
  test("one event that fails keeps none of the others from being processed", async () => {
    const ids: string[] = [];
    for (let index = 0; index < 6; index++) ids.push(await storeEvent(await makeCustomer()));
    await local.control("POST", "faults", { kind: "500", count: 1, match: "GET /v1/customers" });
    await processEvents(toolsAt(now), ids);
    const states = await Promise.all(ids.map(stateOf));
    expect(states.filter((state) => state === "processed")).toHaveLength(5);
    expect(states.filter((state) => state === "pending")).toHaveLength(1);
  });

  test("one event that cannot even be written down keeps none of the others from being processed", async () => {
    const bad = await storeEvent("cus_of_nobody");
    const ids: string[] = [];
    for (let index = 0; index < 30; index++) ids.push(await storeEvent(await makeCustomer()));
    await db().$executeRawUnsafe(
      `ALTER TABLE webhook_events ADD CONSTRAINT stuck CHECK (id <> '${bad}' OR attempts = 0)`,
    );
    try {
      await expect(sweepEvents(toolsAt(later))).rejects.toThrow(/stuck/);
      const states = await Promise.all(ids.map(stateOf));
      expect(new Set(states)).toEqual(new Set(["processed"]));
    } finally {
      await db().$executeRawUnsafe("ALTER TABLE webhook_events DROP CONSTRAINT stuck");
    }
  });

  test("twenty events of one customer at once read that customer once, and all are processed", async () => {
    const customerId = await makeCustomer();
    const ids = await Promise.all(Array.from({ length: 20 }, () => storeEvent(customerId)));
    const before = await readings();
    await Promise.all(ids.map((id) => processEvents(toolsAt(now), [id])));
    expect((await readings()) - before).toBe(1);
    expect(await db().webhookEvent.count({ where: { state: "processed" } })).toBe(20);
    expect(await db().billingCursor.count({ where: { name: { startsWith: "stripe-customer" } } })).toBe(0);
  });
});

test("what fails is tried for almost a day before it is set aside", () => {
  let waitedMs = 0;
  for (let attempt = 1; attempt < mostAttempts; attempt++) waitedMs += retryDelayMs(attempt);
  expect(waitedMs).toBeGreaterThan(dayMs - 2 * 60 * minuteMs);
  expect(waitedMs).toBeLessThan(dayMs);
});

test("an event of a customer that becomes known later is processed then", async () => {
  const { id: customerId } = await local.stripe.customers.create({ email: "late@example.test" });
  const id = await storeEvent(customerId);
  expect(await sweepEvents(toolsAt(later))).toBe(1);
  expect(await stateOf(id)).toBe("pending");
  const workspace = await db().workspace.create({ data: { name: "Late" } });
  await store.insertCustomer(db(), { id: customerId, workspaceId: workspace.id });
  expect(await sweepEvents(toolsAt(new Date(later.getTime() + minuteMs)))).toBe(1);
  expect(await stateOf(id)).toBe("processed");
});

test("what Postgres cannot store of a payload or an error is replaced, not refused", async () => {
  const id = `evt_${randomUUID()}`;
  const event = { id, type: "invoice.paid", apiVersion: null, objectId: null, customerId: "cus_x" };
  const payload = { name: "a\u0000b\ud800c" };
  await insertEvent(db(), { ...event, occurredAt: now, payload, isRelevant: true }, now);
  await recordFailure(db(), { id, attempts: 0 }, "bad\u0000news\udfff", now);
  const stored = await db().webhookEvent.findUniqueOrThrow({ where: { id } });
  expect(stored.payload).toEqual({ name: "a\ufffdb\ufffdc" });
  expect(stored.error).toBe("bad\ufffdnews\ufffd");
});

describe("the daily reconciliation", () => {
  test("is done by one of many processes, and not again before a day is over", async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => reconcileWhenDue(toolsAt(now))));
    expect(all.filter((result) => result !== null)).toHaveLength(1);
    expect(await reconcileWhenDue(toolsAt(new Date(now.getTime() + dayMs - 1)))).toBeNull();
    expect(await reconcileWhenDue(toolsAt(new Date(now.getTime() + dayMs)))).toMatchObject({ failed: 0 });
  });

  test("that failed or was cut short is due again at once, and goes on where it stopped", async () => {
    await local.control("POST", "faults", { kind: "500", count: 1, match: "GET /v1/events" });
    await expect(reconcileWhenDue(toolsAt(now))).rejects.toThrow();
    const customers = await Promise.all(Array.from({ length: 4 }, makeCustomer));
    for (const customer of customers) {
      const { id } = await local.stripe.paymentMethods.attach("pm_card_visa", { customer });
      await local.stripe.subscriptions.create({
        customer,
        default_payment_method: id,
        items: [{ price: priceOf() }],
      });
    }
    expect(await reconcileWhenDue(toolsAt(now))).toMatchObject({ isComplete: true });
    let turns = 0;
    await db().billingCursor.deleteMany({ where: { name: "reconciliation.last" } });
    // No event is listed once more: what is cut short is the reading of customers.
    const position = String(now.getTime() / 1000 + 3_600);
    await db().billingCursor.update({ where: { name: "stripe.events" }, data: { position } });
    const cut = await reconcileWhenDue(toolsAt(now), () => ++turns > 2);
    expect(cut).toMatchObject({ isComplete: false, customers: 2 });
    const rest = await reconcileWhenDue(toolsAt(now));
    expect(rest).toMatchObject({ isComplete: true, customers: 2 });
    expect(await reconcileWhenDue(toolsAt(now))).toBeNull();
  });

  test("can be asked for at any time, and waits for nobody who is at it", async () => {
    expect(await reconcileNow(toolsAt(now), () => false)).toMatchObject({ isComplete: true });
    expect(await takeLease(db(), "reconciliation", "another", minuteMs)).toBe(true);
    expect(await reconcileNow(toolsAt(now), () => false)).toBeNull();
    await dropLease(db(), "reconciliation", "another");
    expect(await reconcileNow(toolsAt(now), () => false)).not.toBeNull();
  });
});

describe("a lease", () => {
  test("is one process's until it gives it back or its time is over, and only its own is given back", async () => {
    const takers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => takeLease(db(), "it", `taker-${index}`, minuteMs)),
    );
    expect(takers.filter(Boolean)).toHaveLength(1);
    await dropLease(db(), "it", "nobody");
    expect(await takeLease(db(), "it", "next", minuteMs)).toBe(false);
    await dropLease(db(), "it", `taker-${takers.indexOf(true)}`);
    expect(await takeLease(db(), "it", "next", -1)).toBe(true);
    expect(await takeLease(db(), "it", "after", minuteMs)).toBe(true);
  });
});
