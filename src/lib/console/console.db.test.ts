import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { setUpPrices } from "#lib/billing/buying/set-up-prices.ts";
import { insertCustomer } from "#lib/billing/store.ts";
import { insertEvent } from "#lib/billing/webhooks/inbox.ts";
import { takeLease } from "#lib/billing/webhooks/lease.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { minuteMs } from "#shared/time.ts";
import { type Harness, startHarness } from "../../../sandbox/stripe/testing/harness.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { getAttention } from "./attention.ts";
import { reconcileByAdmin } from "./reconcile.ts";
import { replayOne, replaySetAside } from "./replay.ts";
import { getSignUpCounts } from "./sign-ups.ts";

openTestDatabase();
let local: Harness;
const now = new Date();
const tools = () => ({ db: db(), stripe: local.stripe, now: () => now });

const viewer = (platformRole: Viewer["platformRole"]): Viewer => ({
  profileId: "00000000-0000-4000-8000-00000000000a",
  email: "ada@example.org",
  name: "Ada",
  locale: "en",
  platformRole,
  secondFactorAt: new Date(),
  workspace: { id: randomUUID(), name: "Ada's", role: "OWNER", trialEndsAt: null, entitlementVersion: 0 },
});
const admin = viewer("ADMIN");
const actor = `admin:${admin.profileId}`;

beforeAll(async () => {
  local = await startHarness({ isChecking: false });
  Object.assign(process.env, await setUpPrices(local.stripe));
}, 60_000);
afterAll(() => local.stop());
let since: { id: { gt: bigint } };
beforeEach(async () => {
  await db().webhookEvent.deleteMany();
  // The audit only grows: each test looks at what came after its beginning.
  const { _max } = await db().auditEvent.aggregate({ _max: { id: true } });
  since = { id: { gt: _max.id ?? 0n } };
  await db().billingCursor.deleteMany();
});

async function makeBuyer(isKnown = true) {
  const { id: customer } = await local.stripe.customers.create({ email: "payer@example.test" });
  const { id: card } = await local.stripe.paymentMethods.attach("pm_card_visa", { customer });
  await local.stripe.subscriptions.create({
    customer,
    default_payment_method: card,
    items: [{ price: process.env.STRIPE_PRICE_ID_MONTHLY_USD ?? "" }],
  });
  const workspace = await db().workspace.create({ data: { name: "Buyer" } });
  if (isKnown) await insertCustomer(db(), { id: customer, workspaceId: workspace.id });
  return { customer, workspaceId: workspace.id };
}

async function storeEvent(customerId: string, change: object): Promise<string> {
  const id = `evt_${randomUUID().replaceAll("-", "")}`;
  const event = { id, type: "invoice.paid", apiVersion: null, objectId: null, customerId, occurredAt: now };
  await insertEvent(db(), { ...event, payload: {}, isRelevant: true }, now);
  await db().webhookEvent.update({ where: { id }, data: change });
  return id;
}
const setAside = { state: "set_aside" as const, attempts: 15, error: "unknown_customer" };

describe("whoever does not run the platform", () => {
  test("is refused everything, and nothing is changed", async () => {
    const id = await storeEvent("cus_x", setAside);
    const user = viewer("USER");
    const tries = [
      () => getAttention(db(), user),
      () => getSignUpCounts(db(), user, now),
      () => replayOne(tools(), user, id),
      () => replaySetAside(tools(), user),
      () => reconcileByAdmin(tools(), user),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
    expect(await db().webhookEvent.findUnique({ where: { id } })).toMatchObject(setAside);
    expect(await db().auditEvent.count({ where: since })).toBe(0);
  });
});

describe("what needs a person", () => {
  test("is what was set aside or fails, and not what went well or has just come", async () => {
    const { customer } = await makeBuyer();
    const aside = await storeEvent(customer, setAside);
    const failing = await storeEvent(customer, { attempts: 2, error: "timeout" });
    await storeEvent(customer, {});
    await storeEvent(customer, { state: "processed", attempts: 3 });
    const found = await getAttention(db(), admin);
    expect(found.events.map(({ id }) => id)).toEqual([aside, failing]);
    expect(found).toMatchObject({ eventCount: 2, setAsideCount: 1 });
  });

  test("is failing payments, set-aside plans, open disputes and warnings, with whose they are", async () => {
    const { customer, workspaceId } = await makeBuyer();
    const row = {
      workspaceId,
      customerId: customer,
      kind: "plan" as const,
      priceId: "price_x",
      currency: "usd",
      quantity: 1,
      startedAt: now,
      details: {},
    };
    await db().billingSubscription.createMany({
      data: [
        { ...row, id: "sub_due", status: "past_due", graceUntil: now },
        { ...row, id: "sub_aside", status: "active", setAsideReason: "second_plan" },
        { ...row, id: "sub_over", status: "canceled", setAsideReason: "unknown_price" },
      ],
    });
    const dispute = {
      workspaceId,
      customerId: customer,
      chargeId: "ch_1",
      amountMinor: 900,
      currency: "usd",
    };
    await db().billingDispute.createMany({
      data: [
        { ...dispute, id: "du_open", status: "needs_response", openedAt: now },
        { ...dispute, id: "du_lost", status: "lost", openedAt: now },
      ],
    });
    await db().auditEvent.createMany({
      data: [
        { actor: "stripe", action: "warning.payment_failed", subject: "subscription:sub_due", at: now },
        { actor: "stripe", action: "subscription.changed", subject: "subscription:sub_due", at: now },
      ],
    });
    const found = await getAttention(db(), admin);
    expect(found.payments).toMatchObject([{ id: "sub_due", workspace: { name: "Buyer" } }]);
    expect(found.subscriptions.map(({ id }) => id)).toEqual(["sub_aside"]);
    expect(found.disputes.map(({ id }) => id)).toEqual(["du_open"]);
    expect(found.warnings.map(({ action }) => action)).toEqual(["warning.payment_failed"]);
    await db().billingSubscription.deleteMany({ where: { workspaceId } });
  });
});

describe("a replay", () => {
  test("of an event whose customer is known by now does what the event called for, and names the admin", async () => {
    const { customer, workspaceId } = await makeBuyer(false);
    const id = await storeEvent(customer, setAside);
    await insertCustomer(db(), { id: customer, workspaceId });
    expect(await replayOne(tools(), admin, id)).toEqual({ replayed: 1, processed: 1, failed: 0 });
    expect(await db().billingSubscription.findFirst({ where: { workspaceId } })).toMatchObject({
      status: "active",
      tier: "premium",
    });
    const [entry] = await db().auditEvent.findMany({ where: { ...since, action: "webhook.replayed" } });
    expect(entry).toMatchObject({
      actor,
      subject: `webhook_event:${id}`,
      before: setAside,
      after: { state: "pending", attempts: 0 },
    });
  });

  test("that fails again says so, and the event is tried again like any other", async () => {
    const id = await storeEvent("cus_of_nobody", setAside);
    expect(await replayOne(tools(), admin, id)).toEqual({ replayed: 1, processed: 0, failed: 1 });
    expect(await db().webhookEvent.findUnique({ where: { id } })).toMatchObject({
      state: "pending",
      attempts: 1,
      error: "unknown_customer",
    });
  });

  test("of what is not there is refused and leaves no trace", async () => {
    await expect(replayOne(tools(), admin, "evt_none")).rejects.toMatchObject({ code: "not_found" });
    expect(await db().auditEvent.count({ where: since })).toBe(0);
  });

  test("of everything set aside leaves alone what is only failing, and one bad event spoils no other", async () => {
    const { customer } = await makeBuyer();
    const good = [await storeEvent(customer, setAside), await storeEvent(customer, setAside)];
    await storeEvent("cus_of_nobody", setAside);
    const failing = await storeEvent(customer, { attempts: 7, error: "x", customerId: "cus_other" });
    expect(await replaySetAside(tools(), admin)).toEqual({ replayed: 3, processed: 2, failed: 1 });
    const states = await db().webhookEvent.findMany({ where: { id: { in: good } } });
    expect(states.map(({ state }) => state)).toEqual(["processed", "processed"]);
    expect(await db().webhookEvent.findUnique({ where: { id: failing } })).toMatchObject({ attempts: 7 });
    expect(await db().auditEvent.count({ where: { ...since, actor, action: "webhook.replayed" } })).toBe(3);
  });

  test("twice at once is one reading, and both are told that it went well", async () => {
    const { customer } = await makeBuyer();
    const id = await storeEvent(customer, setAside);
    const both = await Promise.all([replayOne(tools(), admin, id), replayOne(tools(), admin, id)]);
    for (const result of both) expect(result).toMatchObject({ replayed: 1, failed: 0 });
    expect(await db().webhookEvent.findUnique({ where: { id } })).toMatchObject({ state: "processed" });
    const created = { ...since, action: "subscription.created", subject: { startsWith: "subscription:" } };
    expect(await db().auditEvent.count({ where: created })).toBe(1);
  });
});

describe("reconciling by hand", () => {
  test("puts right what was never told, shows the figures and names the admin", async () => {
    await makeBuyer();
    const result = await reconcileByAdmin(tools(), admin);
    expect(result).toMatchObject({ failed: 0, isComplete: true });
    expect(result.missedEvents).toBeGreaterThan(0);
    const [entry] = await db().auditEvent.findMany({ where: { ...since, action: "billing.reconciled" } });
    expect(entry).toMatchObject({ actor, after: { customers: result.customers, isComplete: true } });
  });

  test("says that Stripe does not answer, and can be done again", async () => {
    await local.control("POST", "faults", { kind: "500", count: 20, match: "^GET" });
    await expect(reconcileByAdmin(tools(), admin)).rejects.toMatchObject({
      code: "unavailable",
      details: { values: { reason: "change_unknown" } },
    });
    await local.control("POST", "settings", { faults: [] });
    expect(await reconcileByAdmin(tools(), admin)).toMatchObject({ isComplete: true });
  });

  test("is refused while another one runs", async () => {
    await takeLease(db(), "reconciliation", "another", minuteMs);
    await expect(reconcileByAdmin(tools(), admin)).rejects.toMatchObject({ code: "conflict" });
  });
});
