import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { minuteMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { type ContradictionKind, findBillingContradictions } from "./invariants.ts";

const database = openTestDatabase();
const now = new Date("2026-05-01T12:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * minuteMs);

let workspaceId: string;
let customerId: string;

beforeEach(async () => {
  // The audit refuses to be emptied, but for whoever puts its guard aside.
  await database().pool.query(`
    BEGIN; SET LOCAL session_replication_role = replica;
    TRUNCATE workspaces, webhook_events, audit_events, trials CASCADE; COMMIT`);
  ({ workspaceId, customerId } = await makeWorkspace());
});

async function makeWorkspace() {
  const { id } = await db().workspace.create({ data: { name: "Test" } });
  const customer = await db().billingCustomer.create({ data: { id: `cus_${id}`, workspaceId: id } });
  return { workspaceId: id, customerId: customer.id };
}

const plan = (
  status: string,
  more: { setAsideReason?: string; graceUntil?: Date; workspaceId?: string; mrrMinor?: number } = {},
) =>
  db().billingSubscription.create({
    data: {
      ...{ id: `sub_${randomUUID()}`, workspaceId, customerId, kind: "plan", status },
      ...{ priceId: "price_1", tier: "premium", currency: "usd", quantity: 1, startedAt: now, details: {} },
      ...more,
    },
  });

const move = (subscriptionId: string, afterMinor: number) =>
  db().mrrMovement.create({
    data: {
      ...{ workspaceId, subscriptionId, kind: "reactivation", currency: "usd" },
      ...{ beforeMinor: 0, afterMinor, at: now },
    },
  });

const told = (source: string) =>
  db().auditEvent.create({
    data: { actor: "system", action: "access.changed", subject: "w", workspaceId, after: { source } },
  });

const event = (state: "pending" | "set_aside", receivedAt: Date) =>
  db().webhookEvent.create({
    data: {
      ...{ id: `evt_${randomUUID()}`, type: "invoice.paid", payload: {}, state },
      ...{ nextAttemptAt: now, occurredAt: receivedAt, receivedAt },
    },
  });

const trial = () =>
  db().trial.create({ data: { identityHash: randomUUID(), workspaceId, startedAt: now, endsAt: now } });

async function kinds(): Promise<Partial<Record<ContradictionKind, string[]>>> {
  const found = await findBillingContradictions(db(), now);
  return Object.fromEntries(found.map(({ kind, subjects }) => [kind, subjects]));
}

describe("nothing is found", () => {
  test("in tables that are in order, whatever has ended, waits or was set aside", async () => {
    const { id } = await plan("active", { mrrMinor: 900 });
    await move(id, 900);
    await plan("active", { setAsideReason: "unknown_price" });
    await plan("canceled");
    await plan("incomplete");
    await told("free");
    await told("subscription");
    await event("pending", ago(9));
    await event("set_aside", ago(999));
    await trial();
    await db().workspace.update({ where: { id: workspaceId }, data: { trialBankedSeconds: 60 } });
    expect(await kinds()).toEqual({});
  });

  test("when a grace has run out, of which the audit is not told", async () => {
    await told("subscription");
    await plan("unpaid", { graceUntil: ago(1) });
    expect(await kinds()).toEqual({});
  });
});

describe("what cannot be is found:", () => {
  test("two living plans of one workspace", async () => {
    await plan("active");
    await plan("past_due", { setAsideReason: "second_plan" });
    expect(await kinds()).toEqual({ several_living_plans: [workspaceId] });
  });

  test.each(["unpaid", "canceled", "incomplete", "incomplete_expired", "paused"])(
    "access that is paid for by a plan that is %s",
    async (status) => {
      await told("subscription");
      await plan(status);
      expect(await kinds()).toEqual({ access_without_payment: [workspaceId] });
    },
  );

  test("a customer whose rows are another workspace's", async () => {
    const other = await makeWorkspace();
    await plan("active", { workspaceId: other.workspaceId });
    expect(await kinds()).toEqual({ customer_of_two_workspaces: [customerId] });
  });

  test("an event that nobody has processed", async () => {
    const { id } = await event("pending", ago(11));
    expect(await kinds()).toEqual({ event_left_pending: [id] });
  });

  test("two trials of one workspace", async () => {
    await trial();
    await trial();
    expect(await kinds()).toEqual({ several_trials: [workspaceId] });
  });

  test("a trial that runs and lies in the bank as well", async () => {
    await db().workspace.update({
      where: { id: workspaceId },
      data: { trialBankedSeconds: 60, trialEndsAt: ago(-5) },
    });
    expect(await kinds()).toEqual({ trial_runs_and_is_banked: [workspaceId] });
  });

  test("a workspace that is listed with another access than it has", async () => {
    await database().pool.query("UPDATE workspace_access SET source = 'promo', next_change_at = NULL");
    expect(await kinds()).toEqual({ access_listed_otherwise: [workspaceId] });
  });

  test.each([
    ["without a movement", 900, []],
    ["with a movement that says less", 900, [450]],
    ["with a movement too many", 0, [900]],
  ])("an MRR %s", async (_, mrrMinor, movements) => {
    const { id } = await plan("active", { mrrMinor });
    for (const afterMinor of movements) await move(id, afterMinor);
    expect(await kinds()).toEqual({ mrr_noted_otherwise: [workspaceId] });
  });

  test("counted, with the first few named", async () => {
    for (let index = 0; index < 12; index++) await event("pending", ago(60));
    expect(await findBillingContradictions(db(), now)).toMatchObject([
      { kind: "event_left_pending", count: 12, subjects: { length: 10 } },
    ]);
  });
});
