import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { resolve } from "#lib/entitlements/resolve.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { db } from "#platform/db/prisma.ts";
import { hourMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import * as store from "../store.ts";
import type { CustomerReading } from "./read-customer.ts";
import { makeInvoice, makeSubscription, start, testPrices } from "./stripe-objects.testing.ts";
import { writeReading } from "./write-reading.ts";

const database = openTestDatabase();
const now = new Date(start * 1000);
const later = (hours: number) => new Date(now.getTime() + hours * hourMs);
const settings = { prices: testPrices, graceHours: 24 };

type Customer = { workspaceId: string; customerId: string; sub: string };

beforeAll(() => {
  Object.assign(process.env, { GATEKEEPER_ENABLED: "true" });
});

async function makeCustomer(codes = 0, trialEndsAt: Date | null = null): Promise<Customer> {
  const { id: workspaceId } = await db().workspace.create({ data: { name: "Test", trialEndsAt } });
  const customerId = `cus_${randomUUID()}`;
  await store.insertCustomer(db(), { id: customerId, workspaceId });
  await db().qrCode.createMany({
    data: Array.from({ length: codes }, (_, index) => ({
      workspaceId,
      slug: randomUUID(),
      name: `${index}`,
      destination: "https://example.com/",
      createdAt: new Date(now.getTime() + index * 1000),
    })),
  });
  return { workspaceId, customerId, sub: `sub_${customerId}` };
}

function reading(customer: Customer, given: Partial<CustomerReading> = {}): CustomerReading {
  return {
    customerId: customer.customerId,
    isDeleted: false,
    currency: "usd",
    subscriptions: [],
    invoices: [],
    missingSubscriptionIds: [],
    paymentMethods: [],
    defaultPaymentMethodId: null,
    returnedCharges: [],
    ...given,
  };
}

function subscribed(customer: Customer, status: string, priceId?: string): CustomerReading {
  return reading(customer, {
    subscriptions: [
      makeSubscription({ id: customer.sub, status, priceId, latestInvoice: `in_${customer.sub}` }),
    ],
    invoices: [
      makeInvoice({
        id: `in_${customer.sub}`,
        subscription: customer.sub,
        status: status === "past_due" ? "open" : "paid",
      }),
    ],
  });
}

function write(customer: Customer, what: CustomerReading, at = now) {
  return db().$transaction((tx) => writeReading(tx, customer.workspaceId, what, settings, at));
}

async function access(customer: Customer, at = now) {
  return resolve(await findAccessFacts(db(), customer.workspaceId), at);
}

async function actions(customer: Customer): Promise<string[]> {
  const rows = await db().auditEvent.findMany({
    where: { workspaceId: customer.workspaceId },
    orderBy: { id: "asc" },
  });
  return rows.map(({ action }) => action);
}

/** Every row of the workspace with the transaction that wrote it. */
async function versions(customer: Customer): Promise<unknown[]> {
  const found = await database().pool.query(
    `SELECT 'customer', id, xmin::text FROM billing_customers WHERE workspace_id = $1
     UNION ALL SELECT 'subscription', id, xmin::text FROM subscriptions WHERE workspace_id = $1
     UNION ALL SELECT 'invoice', id, xmin::text FROM invoices WHERE workspace_id = $1
     UNION ALL SELECT 'code', id::text, xmin::text FROM qr_codes WHERE workspace_id = $1
     UNION ALL SELECT 'audit', id::text, xmin::text FROM audit_events WHERE workspace_id = $1
     UNION ALL SELECT 'workspace', id::text, xmin::text FROM workspaces WHERE id = $1 ORDER BY 1, 2`,
    [customer.workspaceId],
  );
  return found.rows;
}

describe("what is read of a customer", () => {
  test("gives access at once, with its invoice and its audit", async () => {
    const customer = await makeCustomer();
    const outcome = await write(customer, subscribed(customer, "active"));
    expect([outcome.before.tier, outcome.after.tier]).toEqual(["starter", "premium"]);
    expect(await access(customer)).toMatchObject({ tier: "premium", source: "subscription" });
    expect(await db().billingInvoice.count({ where: { workspaceId: customer.workspaceId } })).toBe(1);
    expect((await store.findCustomer(db(), customer.customerId))?.currency).toBe("usd");
    expect(await actions(customer)).toEqual(["subscription.created", "access.changed"]);
  });

  test("a second time changes no row", async () => {
    const customer = await makeCustomer(12);
    await write(customer, subscribed(customer, "active"));
    for (const status of ["active", "past_due", "canceled"]) {
      await write(customer, subscribed(customer, status));
      const before = await versions(customer);
      expect((await write(customer, subscribed(customer, status), later(1))).changes).toBe(0);
      expect(await versions(customer)).toEqual(before);
    }
  });

  test.each([
    ["active", "premium"],
    ["trialing", "premium"],
    ["past_due", "premium"],
    ["incomplete", "starter"],
    ["incomplete_expired", "starter"],
    ["unpaid", "starter"],
    ["paused", "starter"],
    ["canceled", "starter"],
    ["a_new_word", "starter"],
  ])("%s means %s", async (status, tier) => {
    const customer = await makeCustomer();
    await write(customer, subscribed(customer, status));
    expect((await access(customer)).tier).toBe(tier);
  });
});

describe("codes follow the plan", () => {
  test("fifteen: the five newest pause at the end and run again after an upgrade", async () => {
    const customer = await makeCustomer(15);
    await write(customer, subscribed(customer, "active"));
    const ended = await write(customer, subscribed(customer, "canceled"));
    expect(ended.codes.paused).toHaveLength(5);
    const paused = await db().qrCode.findMany({
      where: { workspaceId: customer.workspaceId, pauseReason: "plan" },
      orderBy: { createdAt: "asc" },
    });
    expect(paused.map(({ name }) => name)).toEqual(["10", "11", "12", "13", "14"]);
    expect((await write(customer, subscribed(customer, "active"))).codes.resumed).toHaveLength(5);
  });
});

describe("a payment that fails", () => {
  test("keeps access for a day, warns in the audit once, and is forgotten when it is made good", async () => {
    const customer = await makeCustomer();
    await write(customer, subscribed(customer, "active"));
    await write(customer, subscribed(customer, "past_due"), later(1));
    await write(customer, subscribed(customer, "past_due"), later(9));
    expect(await access(customer, later(24.9))).toMatchObject({ tier: "premium", graceUntil: later(25) });
    expect((await access(customer, later(25))).tier).toBe("starter");
    await write(customer, subscribed(customer, "active"), later(30));
    expect(await access(customer, later(30))).toMatchObject({ tier: "premium", graceUntil: null });
    expect((await actions(customer)).filter((action) => action === "warning.payment_failed")).toHaveLength(1);
  });

  test("pauses codes when the day is over, and gives them back on payment", async () => {
    const customer = await makeCustomer(12);
    await write(customer, subscribed(customer, "active"));
    await write(customer, subscribed(customer, "past_due"));
    expect((await write(customer, subscribed(customer, "past_due"), later(25))).codes.paused).toHaveLength(2);
    const recovered = await write(customer, subscribed(customer, "active"), later(26));
    expect(recovered.codes.resumed).toHaveLength(2);
  });
});

describe("what we do not know", () => {
  test("an unknown price gives nothing and is shown", async () => {
    const customer = await makeCustomer();
    await write(customer, subscribed(customer, "active", "price_foreign"));
    expect((await access(customer)).tier).toBe("starter");
    expect(await actions(customer)).toContain("warning.subscription_set_aside");
  });

  test("an unknown price takes nothing away", async () => {
    const customer = await makeCustomer(12);
    await write(customer, subscribed(customer, "active"));
    const outcome = await write(customer, subscribed(customer, "active", "price_foreign"));
    expect(outcome.codes.paused).toEqual([]);
    expect((await access(customer)).tier).toBe("premium");
  });

  test("a second plan is set aside, and takes the place when the first ends", async () => {
    const customer = await makeCustomer();
    const first = { id: `${customer.sub}a` };
    const second = { id: `${customer.sub}b`, created: start + 60 };
    const both = (status: string) =>
      reading(customer, {
        subscriptions: [makeSubscription({ ...first, status }), makeSubscription(second)],
      });
    await write(customer, both("active"));
    const reasons = async () =>
      (await store.listSubscriptions(db(), customer.workspaceId))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .map(({ setAsideReason }) => setAsideReason);
    expect(await reasons()).toEqual([null, "second_plan"]);
    await write(customer, both("canceled"));
    expect(await reasons()).toEqual([null, null]);
    expect((await access(customer)).tier).toBe("premium");
  });
});

describe("a customer that Stripe has deleted", () => {
  test("is kept as a tombstone, and its subscriptions are over", async () => {
    const customer = await makeCustomer();
    await write(customer, subscribed(customer, "active"));
    const deletion = reading(customer, { isDeleted: true, missingSubscriptionIds: [customer.sub] });
    await write(customer, deletion, later(1));
    expect(await access(customer)).toMatchObject({ tier: "starter", source: "free" });
    expect(await store.findCustomer(db(), customer.customerId)).toMatchObject({
      isCurrent: false,
      deletedAt: later(1),
      currency: "usd",
    });
    expect(await store.findCurrentCustomer(db(), customer.workspaceId)).toBeNull();
    expect((await write(customer, deletion, later(2))).changes).toBe(0);
  });

  test("leaves the plan of a newer customer alone", async () => {
    const old = await makeCustomer();
    await write(old, reading(old, { isDeleted: true }));
    const fresh = { ...old, customerId: `cus_${randomUUID()}`, sub: `${old.sub}2` };
    await store.insertCustomer(db(), { id: fresh.customerId, workspaceId: old.workspaceId });
    await write(fresh, subscribed(fresh, "active"));
    await write(old, reading(old, { isDeleted: true }), later(5));
    expect((await access(old)).tier).toBe("premium");
  });
});

describe("the fence", () => {
  test("lets only a later reading pass", async () => {
    const { customerId } = await makeCustomer();
    const pass = (ticket: bigint) => db().$transaction((tx) => store.passFence(tx, customerId, ticket));
    const [first, second] = [await store.drawTicket(db()), await store.drawTicket(db())];
    expect(second > first).toBe(true);
    expect(await pass(second)).toBe(true);
    expect(await pass(first)).toBe(false);
    expect(await pass(second)).toBe(false);
  });
});
