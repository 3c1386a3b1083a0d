import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { applyRetention } from "#lib/audit/apply-retention.ts";
import { insertEvent } from "#lib/billing/webhooks/inbox.ts";
import { variables } from "#lib/env/schema.ts";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { keptRows } from "./kept-rows.ts";

const database = openTestDatabase();
const now = new Date();
const ago = (days: number) => new Date(now.getTime() - days * dayMs);
const { shape } = variables;
const days = {
  RETENTION_AUDIT_CHATTER_DAYS: shape.RETENTION_AUDIT_CHATTER_DAYS.parse(undefined),
  RETENTION_AUDIT_MONEY_DAYS: shape.RETENTION_AUDIT_MONEY_DAYS.parse(undefined),
  RETENTION_AUDIT_ACTS_DAYS: shape.RETENTION_AUDIT_ACTS_DAYS.parse(undefined),
  RETENTION_DELIVERIES_DAYS: shape.RETENTION_DELIVERIES_DAYS.parse(undefined),
  RETENTION_MAILS_DAYS: shape.RETENTION_MAILS_DAYS.parse(undefined),
};
const retain = (isTimeUp?: () => boolean, most?: number) =>
  applyRetention(db(), keptRows(days), now, isTimeUp, most);

beforeEach(async () => {
  await db().webhookEvent.deleteMany();
  await db().mail.deleteMany();
  await database().pool.query(`
    ALTER TABLE audit_events DISABLE TRIGGER USER;
    DELETE FROM audit_events;
    ALTER TABLE audit_events ENABLE TRIGGER USER`);
});

type EventFacts = { received: number; processed?: number };
type EventState = "pending" | "processed" | "ignored" | "set_aside";

async function makeEvent(state: EventState, { received, processed }: EventFacts): Promise<string> {
  const id = `evt_${randomUUID()}`;
  const times = { nextAttemptAt: ago(received), occurredAt: ago(received), receivedAt: ago(received) };
  const processedAt = processed === undefined ? null : ago(processed);
  await db().webhookEvent.create({
    data: { id, type: "invoice.paid", payload: {}, state, processedAt, ...times },
  });
  return id;
}

async function makeMail(state: "pending" | "sent" | "failed", tried: number): Promise<string> {
  const key = randomUUID();
  const mail = { kind: "receipt", recipient: "anna@example.test", locale: "en", values: {} };
  await db().mail.create({ data: { ...mail, key, state, nextAttemptAt: ago(tried), createdAt: ago(tried) } });
  return key;
}

const makeAudit = (action: string, days: number) =>
  db().auditEvent.create({ data: { actor: "system", action, subject: `x:${days}`, at: ago(days) } });

async function auditLeft(): Promise<string[]> {
  const rows = await db().auditEvent.findMany({ where: { subject: { startsWith: "x:" } } });
  return rows.map(({ action, subject }) => `${action} ${subject.slice(2)}`).sort();
}

const retentionRows = () =>
  db().auditEvent.findMany({ where: { action: "retention.removed" }, orderBy: { id: "asc" } });

test("deliveries go when they were dealt with and no longer can be repeated; no other ever goes", async () => {
  await makeEvent("processed", { received: 37, processed: 37 });
  await makeEvent("ignored", { received: 37 });
  const stays = [
    await makeEvent("processed", { received: 35, processed: 35 }),
    await makeEvent("processed", { received: 400, processed: 1 }),
    await makeEvent("ignored", { received: 1 }),
    await makeEvent("pending", { received: 400 }),
    await makeEvent("set_aside", { received: 400 }),
  ];
  expect(await retain()).toEqual({ deliveries: 2 });
  const left = await db().webhookEvent.findMany({ select: { id: true } });
  expect(left.map(({ id }) => id).sort()).toEqual(stays.sort());
});

test("an event that Stripe repeats after 30 days is known for a duplicate", async () => {
  const id = await makeEvent("processed", { received: 30, processed: 30 });
  await retain();
  const facts = { type: "invoice.paid", apiVersion: null, objectId: null, customerId: null };
  const again = { id, ...facts, payload: {}, occurredAt: ago(30), isRelevant: true };
  expect(await insertEvent(db(), again, now)).toBe(false);
});

test("mails that were sent or given up go by the day of their last try, those that wait stay", async () => {
  await makeMail("sent", 92);
  await makeMail("failed", 92);
  const stays = [await makeMail("sent", 89), await makeMail("failed", 89), await makeMail("pending", 400)];
  expect(await retain()).toEqual({ mails: 2 });
  const left = await db().mail.findMany({ select: { key: true } });
  expect(left.map(({ key }) => key).sort()).toEqual(stays.sort());
});

test("the audit goes by category; what no category knows stays", async () => {
  for (const age of [29, 32, 732, 2_192]) {
    for (const action of ["access.changed", "subscription.changed", "waiver.granted", "unheard.of"]) {
      await makeAudit(action, age);
    }
  }
  expect(await retain()).toEqual({ audit_chatter: 3, audit_money: 1, audit_acts: 2 });
  expect(await auditLeft()).toEqual(
    [
      "access.changed 29",
      ...["subscription.changed 29", "subscription.changed 32", "subscription.changed 732"],
      ...["unheard.of 2192", "unheard.of 29", "unheard.of 32", "unheard.of 732"],
      ...["waiver.granted 29", "waiver.granted 32"],
    ].sort(),
  );
});

test("what was removed is written down with it, and a second run finds nothing", async () => {
  for (let row = 0; row < 5; row++) await makeAudit("warning.payment_failed", 40);
  await makeEvent("ignored", { received: 40 });
  await retain(undefined, 2);
  const told = await retentionRows();
  expect(told.map(({ actor, subject, after }) => ({ actor, subject, after }))).toMatchObject([
    { actor: "system", subject: "retention:deliveries", after: { rows: 1 } },
    { subject: "retention:audit_chatter", after: { rows: 2 } },
    { subject: "retention:audit_chatter", after: { rows: 2 } },
    { subject: "retention:audit_chatter", after: { rows: 1 } },
  ]);
  expect(await retain()).toBeNull();
});

test("when time is up it stops between two transactions, and the next run goes on", async () => {
  for (let row = 0; row < 10; row++) await makeEvent("ignored", { received: 40 });
  let asked = 0;
  expect(await retain(() => ++asked > 2, 3)).toEqual({ deliveries: 6 });
  expect(await retain(() => true)).toBeNull();
  expect(await retain()).toEqual({ deliveries: 4 });
});

test("many that run at once remove each row once, and write down as many as there were", async () => {
  for (let row = 0; row < 40; row++) await makeAudit("codes.paused_by_plan", 40);
  const reports = await Promise.all(Array.from({ length: 4 }, () => retain(undefined, 4)));
  expect(await auditLeft()).toEqual([]);
  expect(reports.reduce((sum, report) => sum + (report?.audit_chatter ?? 0), 0)).toBe(40);
  const told = await retentionRows();
  expect(told.reduce((sum, { after }) => sum + Number((after as { rows: number }).rows), 0)).toBe(40);
});

test("nothing else removes from the audit, and the retention nothing that is young", async () => {
  await makeAudit("access.changed", 400);
  const remove = "DELETE FROM audit_events";
  await expect(database().pool.query(remove)).rejects.toThrow("append-only");
  await retain();
  await makeAudit("access.changed", 5);
  const client = await database().pool.connect();
  await client.query("BEGIN; SET LOCAL dynamicqr.retention = 'on'");
  await expect(client.query(remove)).rejects.toThrow("append-only");
  await client.query("ROLLBACK");
  client.release();
  expect(await auditLeft()).toEqual(["access.changed 5"]);
});
