import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { findProgress, progressTeller } from "#lib/billing/reconcile/progress.ts";
import { insertCustomer } from "#lib/billing/store.ts";
import { processEvent } from "#lib/billing/webhook-handlers.ts";
import { insertEvent } from "#lib/billing/webhooks/inbox.ts";
import { makeAdmin } from "#lib/promo/promo.testing.ts";
import { db } from "#platform/db/prisma.ts";
import { showPlace } from "#shared/keyset.ts";
import { dayMs, minuteMs } from "#shared/time.ts";
import { openLocalStripe } from "../../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { reconcileByAdmin } from "../reconcile.ts";
import { replayedAtOnce, replayMatching, replayOne } from "../replay.ts";
import { getDelivery } from "./get-delivery.ts";
import { getReconciliation } from "./get-reconciliation.ts";
import { listDeliveries } from "./list-deliveries.ts";
import { deliveriesQuery, replayMatchingForm } from "./validation.ts";

openTestDatabase();
const local = openLocalStripe();
const admin = makeAdmin();
const now = new Date();
const tools = () => ({ db: db(), stripe: local.stripe, now: () => new Date() });
const query = (parameters: Record<string, string> = {}) => deliveriesQuery.parse(parameters);
const list = (parameters: Record<string, string> = {}) => listDeliveries(db(), admin, query(parameters));
const setAside = { state: "set_aside" as const, attempts: 15, error: "unknown_customer" };
const noFilter = { state: "", type: "", customer: "", from: "", to: "", error: "", past: "" };
const filtersOf = (given: Partial<typeof noFilter>) => replayMatchingForm.parse({ ...noFilter, ...given });

beforeEach(async () => {
  await db().webhookEvent.deleteMany();
  await db().billingCursor.deleteMany();
});

type Stored = { type?: string; customerId?: string | null; receivedAt?: Date; payload?: object };

async function store(change: object = {}, stored: Stored = {}): Promise<string> {
  const id = `evt_${randomUUID().replaceAll("-", "")}`;
  const { type = "invoice.paid", customerId = "cus_1", receivedAt = now, payload = {} } = stored;
  const event = { id, type, apiVersion: null, objectId: null, customerId, occurredAt: receivedAt };
  await insertEvent(db(), { ...event, payload, isRelevant: true }, receivedAt);
  await db().webhookEvent.update({ where: { id }, data: change });
  return id;
}

async function makePayer() {
  const { id: customer } = await local.stripe.customers.create({ email: "payer@example.test" });
  await local.stripe.paymentMethods.attach("pm_card_visa", { customer });
  const workspace = await db().workspace.create({ data: { name: "Payer" } });
  await insertCustomer(db(), { id: customer, workspaceId: workspace.id });
  return { customer, workspaceId: workspace.id };
}

test("whoever does not run the platform is shown nothing, and nothing is replayed", async () => {
  const user = { ...admin, platformRole: "USER" as const };
  const id = await store(setAside);
  for (const attempt of [
    () => listDeliveries(db(), user, query()),
    () => getDelivery(db(), user, id, now),
    () => getReconciliation(db(), user),
    () => replayMatching(tools(), user, filtersOf({})),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await db().webhookEvent.findUnique({ where: { id } })).toMatchObject(setAside);
});

describe("the list of deliveries", () => {
  test("is found by state, type, customer, day and part of the error", async () => {
    const ago = (days: number) => new Date(now.getTime() - days * dayMs);
    const waiting = await store();
    const failing = await store({ attempts: 2, error: "Connection timed out" });
    const processed = await store({ state: "processed" }, { type: "customer.updated", customerId: "cus_2" });
    const old = await store({ state: "ignored" }, { receivedAt: ago(5) });
    const aside = await store(setAside, { receivedAt: ago(1) });
    const found = async (parameters: Record<string, string>) =>
      (await list(parameters)).rows.map(({ id }) => id).sort();
    expect(await found({ state: "waiting" })).toEqual([waiting]);
    expect(await found({ state: "failing" })).toEqual([failing]);
    expect(await found({ state: "set_aside" })).toEqual([aside]);
    expect(await found({ type: "customer.updated" })).toEqual([processed]);
    expect(await found({ customer: "cus_2" })).toEqual([processed]);
    expect(await found({ error: "TIMED out" })).toEqual([failing]);
    expect(await found({ error: "100%_" })).toEqual([]);
    expect(await found({ to: ago(4).toISOString().slice(0, 10) })).toEqual([old]);
    expect(await found({ state: "ignored", type: "invoice.paid" })).toEqual([old]);
    expect(await list()).toMatchObject({ matching: 5, types: ["customer.updated", "invoice.paid"] });
  });

  test("goes on page by page, each delivery once", async () => {
    const event = { type: "invoice.paid", payload: {}, nextAttemptAt: now, occurredAt: now };
    await db().webhookEvent.createMany({
      data: Array.from({ length: 120 }, (_, index) => ({
        ...{ ...event, id: `evt_${index}`, state: "processed" as const },
        receivedAt: new Date(now.getTime() - Math.floor(index / 70) * minuteMs),
      })),
    });
    const seen: string[] = [];
    for (let after = {}; ; ) {
      const page = await list({ state: "processed", ...after });
      seen.push(...page.rows.map(({ id }) => id));
      if (page.next === null) break;
      after = { after: showPlace(page.next) };
    }
    expect([seen.length, new Set(seen).size]).toEqual([120, 120]);
  });
});

describe("one delivery", () => {
  test("shows what it carried without secrets, and what its processing changed with all it was served with", async () => {
    const { customer, workspaceId } = await makePayer();
    const price = process.env.STRIPE_PRICE_ID_MONTHLY_USD ?? "";
    await local.stripe.subscriptions.create({ customer, items: [{ price }] }).catch(() => null);
    const payload = { data: { object: { customer_email: "payer@example.test", amount_due: 900 } } };
    // More than an entry of the audit names.
    const ids: string[] = [];
    for (let index = 0; index < 8; index++) ids.push(await store({}, { customerId: customer, payload }));
    await processEvent(tools(), ids[0] ?? "");
    for (const id of ids) {
      const found = await getDelivery(db(), admin, id, new Date());
      expect(found.delivery.state).toBe("processed");
      expect(found.payload).toEqual({ data: { object: { customer_email: "[masked]", amount_due: 900 } } });
      expect(found.workspace).toMatchObject({ id: workspaceId, name: "Payer" });
      expect(found.changes.map(({ action }) => action)).toContain("payment_method.added");
      expect(found.servedWith).toBe(7);
    }
  });

  test("shows nothing that was changed on account of others", async () => {
    const { customer, workspaceId } = await makePayer();
    const id = await store({ state: "processed", processedAt: now }, { customerId: customer });
    const entry = { actor: "stripe", action: "refund.created", subject: "refund:re_1", workspaceId, at: now };
    await db().auditEvent.create({ data: { ...entry, after: { events: ["evt_of_another"] } } });
    await db().auditEvent.create({ data: entry });
    expect(await getDelivery(db(), admin, id, now)).toMatchObject({ changes: [], servedWith: 0 });
  });

  test("of a stranger has no workspace, and one that is not there is not found", async () => {
    const id = await store(setAside, { customerId: "cus_of_nobody" });
    expect(await getDelivery(db(), admin, id, now)).toMatchObject({ workspace: null, changes: [] });
    await expect(getDelivery(db(), admin, "evt_none", now)).rejects.toMatchObject({ code: "not_found" });
  });

  test("tells who has replayed it", async () => {
    const id = await store(setAside, { customerId: "cus_of_nobody" });
    await replayOne(tools(), admin, id);
    const { replays } = await getDelivery(db(), admin, id, new Date());
    expect(replays).toMatchObject([{ actor: `admin:${admin.profileId}`, before: { state: "set_aside" } }]);
  });
});

describe("a replay of a filter", () => {
  test("takes what matches and leaves everything else alone", async () => {
    const { customer } = await makePayer();
    const wanted = await store(setAside, { customerId: customer });
    const other = await store({ ...setAside, error: "other" }, { customerId: "cus_other" });
    const filters = filtersOf({ state: "set_aside", error: "unknown" });
    expect(await replayMatching(tools(), admin, filters)).toEqual({
      ...{ replayed: 1, processed: 1, failed: 0 },
      past: null,
    });
    expect(await db().webhookEvent.findUnique({ where: { id: wanted } })).toMatchObject({
      state: "processed",
    });
    expect(await db().webhookEvent.findUnique({ where: { id: other } })).toMatchObject({
      state: "set_aside",
    });
  });

  test("that finds more than a click takes goes on with the next one, each delivery once", async () => {
    const [most, wanted] = [replayedAtOnce, 2 * replayedAtOnce + 100];
    const type = "tells.nothing";
    const event = { type, customerId: "cus_1", payload: {}, nextAttemptAt: now, occurredAt: now };
    await db().webhookEvent.createMany({
      data: Array.from({ length: wanted }, (_, index) => ({
        ...{ ...event, id: `evt_${index}`, state: "processed" as const },
        receivedAt: new Date(now.getTime() + Math.floor(index / 70) * minuteMs),
      })),
    });
    await store(setAside);
    const { _max } = await db().auditEvent.aggregate({ _max: { id: true } });
    const clicks: number[] = [];
    for (let past = ""; ; ) {
      expect((await list({ type, past })).matching).toBe(wanted - clicks.length * most);
      const done = await replayMatching(tools(), admin, filtersOf({ type, past }));
      clicks.push(done.replayed);
      if (done.past === null) break;
      past = showPlace(done.past);
    }
    expect(clicks).toEqual([most, most, 100]);
    const told = await db().auditEvent.findMany({
      where: { id: { gt: _max.id ?? 0n }, action: "webhook.replayed" },
      select: { subject: true },
    });
    expect([told.length, new Set(told.map(({ subject }) => subject)).size]).toEqual([wanted, wanted]);
  }, 60_000);

  test.each([
    { state: "everything" },
    { type: "*" },
    { from: "yesterday" },
    { state: undefined },
    { past: "1_evt'" },
    { past: undefined },
  ])("with %j is refused, for it would take more than was meant", (given) => {
    expect(replayMatchingForm.safeParse({ ...noFilter, ...given }).success).toBe(false);
  });
});

describe("a reconciliation", () => {
  test("tells how far it has come, and at last what it found", async () => {
    await makePayer();
    expect(await getReconciliation(db(), admin)).toBeNull();
    const result = await reconcileByAdmin(tools(), admin);
    expect(await getReconciliation(db(), admin)).toMatchObject({
      step: "done",
      missedEvents: result.missedEvents,
      customers: result.customers,
      isComplete: true,
    });
  });

  test("writes each step at once and what comes between them not every time", async () => {
    const tell = progressTeller(db(), () => now);
    await tell({ step: "customers", customersKnown: 1_000 });
    for (let customers = 1; customers <= 100; customers++) await tell({ customers });
    expect((await findProgress(db()))?.customers).toBeLessThan(100);
    await tell({ step: "done", customers: 1_000, isComplete: true });
    expect(await findProgress(db())).toMatchObject({ step: "done", customers: 1_000, customersKnown: 1_000 });
  });
});
