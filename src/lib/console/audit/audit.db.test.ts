import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { recordAudit } from "#lib/audit/record.ts";
import { listActions } from "#lib/audit/remove-due-audit.ts";
import { makeAdmin } from "#lib/promo/promo.testing.ts";
import { callFrom } from "#platform/caller.ts";
import { db } from "#platform/db/prisma.ts";
import { showPlace } from "#shared/keyset.ts";
import { dayMs, minuteMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { exportAudit } from "./export-audit.ts";
import { getRetention } from "./get-retention.ts";
import { listAudit } from "./list-audit.ts";
import { auditQuery } from "./validation.ts";

const database = openTestDatabase();
const admin = makeAdmin();
const now = new Date("2026-05-10T12:00:00Z");
const query = (parameters: Record<string, string> = {}) => auditQuery.parse(parameters);
const list = (parameters: Record<string, string> = {}) => listAudit(db(), admin, query(parameters));

beforeEach(async () => {
  // The audit refuses to be emptied, but for whoever puts its guard aside.
  await database().pool.query(
    "BEGIN; SET LOCAL session_replication_role = replica; TRUNCATE audit_events; COMMIT",
  );
});

type Made = { actor?: string; action?: string; subject?: string; workspaceId?: string; at?: Date };

const make = ({ actor = "system", action = "access.changed", subject = "workspace:x", ...rest }: Made) =>
  db().auditEvent.create({ data: { actor, action, subject, at: now, ...rest } });

async function makePerson() {
  const email = `Ada.${randomUUID()}@example.org`;
  const { id } = await db().profile.create({ data: { id: randomUUID(), email } });
  const workspace = await db().workspace.create({
    data: { name: "Ada's", members: { create: { profileId: id, role: "OWNER" } } },
  });
  return { id, email, workspaceId: workspace.id };
}

test("whoever does not run the platform is shown nothing and given no file", async () => {
  const user = { ...admin, platformRole: "USER" as const };
  const { after: _, ...filters } = query();
  for (const attempt of [
    () => listAudit(db(), user, query()),
    () => getRetention(db(), user),
    () => exportAudit(db(), user, filters, now),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await db().auditEvent.count()).toBe(0);
});

describe("each filter finds its own and nothing else:", () => {
  let person: Awaited<ReturnType<typeof makePerson>>;
  beforeEach(async () => {
    person = await makePerson();
    await make({ actor: "stripe", action: "subscription.changed", subject: "subscription:sub_1" });
    await make({
      ...{ actor: `admin:${person.id}`, action: "waiver.granted", subject: "waiver:w1" },
      ...{ workspaceId: person.workspaceId },
    });
    await make({ actor: `profile:${person.id}`, action: "account.kept", subject: `profile:${person.id}` });
    await make({ at: new Date(now.getTime() - 3 * dayMs) });
  });

  const found = async (parameters: Record<string, string>) =>
    (await list(parameters)).rows.map(({ action }) => action).sort();

  test("kinds of actors", async () => {
    expect(await found({ kind: "admin" })).toEqual(["waiver.granted"]);
    expect(await found({ kind: "system" })).toEqual(["access.changed"]);
    expect(await found({ kind: "api_key" })).toEqual([]);
  });

  test("somebody by address of mail, by id and as the audit has them", async () => {
    for (const actor of [person.email.toLowerCase(), person.email, person.id]) {
      expect(await found({ actor })).toEqual(["account.kept", "waiver.granted"]);
    }
    expect(await found({ actor: `admin:${person.id}` })).toEqual(["waiver.granted"]);
    expect(await found({ actor: "stripe" })).toEqual(["subscription.changed"]);
    expect(await found({ actor: "nobody@example.org" })).toEqual([]);
  });

  test("what it was done to, by id, as the audit has it and by address of mail", async () => {
    expect(await found({ subject: "sub_1" })).toEqual(["subscription.changed"]);
    expect(await found({ subject: "waiver:w1" })).toEqual(["waiver.granted"]);
    expect(await found({ subject: person.email })).toEqual(["account.kept"]);
  });

  test("actions, categories and workspaces", async () => {
    expect(await found({ action: "account.kept" })).toEqual(["account.kept"]);
    expect(await found({ category: "acts" })).toEqual(["account.kept", "waiver.granted"]);
    expect(await found({ category: "money" })).toEqual(["subscription.changed"]);
    expect(await found({ category: "money", action: "account.kept" })).toEqual([]);
    expect(await found({ workspace: person.workspaceId })).toEqual(["waiver.granted"]);
    expect(await found({ workspace: person.workspaceId, kind: "profile" })).toEqual([]);
  });

  test("days, both included", async () => {
    expect(await found({ to: "2026-05-07" })).toEqual(["access.changed"]);
    expect(await found({ from: "2026-05-07", to: "2026-05-07" })).toEqual(["access.changed"]);
    expect(await found({ from: "2026-05-08", category: "chatter" })).toEqual([]);
  });

  test("what is no filter is none", async () => {
    const nonsense = { kind: "everybody", workspace: "mine", from: "yesterday", after: "1", action: "x" };
    expect(await found(nonsense)).toHaveLength(4);
  });

  test("with the names of people and workspaces", async () => {
    const { names } = await list({ kind: "admin" });
    expect(names.people).toEqual({ [person.id]: person.email });
    expect(names.workspaces).toEqual({ [person.workspaceId]: { name: "Ada's", ownerId: person.id } });
  });
});

test("page by page every row comes once, the newest first, also those of one instant", async () => {
  const rows = Array.from({ length: 120 }, (_, index) => ({
    ...{
      actor: index % 3 === 0 ? "stripe" : "system",
      action: "access.changed",
      subject: `workspace:${index}`,
    },
    at: new Date(now.getTime() - Math.floor(index / 70) * minuteMs),
  }));
  await db().auditEvent.createMany({ data: rows });
  const filters: Record<string, string>[] = [{}, { category: "chatter" }, { kind: "system" }];
  for (const filter of filters) {
    const seen: bigint[] = [];
    let after: Record<string, string> = {};
    for (;;) {
      const page = await list({ ...filter, ...after });
      seen.push(...page.rows.map(({ id }) => id));
      if (page.next === null) break;
      after = { after: showPlace(page.next) };
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe("kind" in filter ? 80 : 120);
  }
});

describe("a file of the audit", () => {
  const textOf = async (parameters: Record<string, string> = {}) => {
    const { after: _, ...filters } = query(parameters);
    return new Response(await exportAudit(db(), admin, filters, now)).text();
  };

  test("holds what the filters find, safe for a spreadsheet, and is itself in the audit with its address", async () => {
    const before = new Date(now.getTime() - minuteMs);
    const person = await makePerson();
    await db().auditEvent.create({
      data: {
        ...{ actor: `admin:${person.id}`, action: "waiver.granted", subject: "=1+1", address: "203.0.113.7" },
        ...{ workspaceId: person.workspaceId, after: { tier: "premium", reason: "beta" }, at: before },
      },
    });
    await make({ at: before });
    const text = await callFrom({ address: "203.0.113.9" }, () => textOf({ category: "acts" }));
    const lines = text.trim().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(`"${person.email}","acts","waiver.granted","'=1+1"`);
    expect(lines[1]).toContain('"203.0.113.7","beta"');
    const [entry] = await db().auditEvent.findMany({ where: { action: "audit.exported" } });
    expect(entry).toMatchObject({
      actor: `admin:${admin.profileId}`,
      address: "203.0.113.9",
      after: { category: "acts" },
    });
  });

  test("leaves no address of mail in the audit, which nobody could erase there, but whose it is", async () => {
    const person = await makePerson();
    await textOf({ actor: person.email, subject: "nobody@example.org" });
    await textOf({ actor: person.id });
    const entries = await db().auditEvent.findMany({
      where: { action: "audit.exported" },
      orderBy: { id: "asc" },
    });
    expect(entries.map(({ after }) => after)).toEqual([
      { actor: [`admin:${person.id}`, `profile:${person.id}`], subject: [] },
      { actor: person.id },
    ]);
  });

  test("is whole however many rows there are, and without what comes while it is read", async () => {
    const at = new Date(now.getTime() - minuteMs);
    const rows = Array.from({ length: 2_500 }, (_, index) => ({ subject: `workspace:${index}`, at }));
    await db().auditEvent.createMany({
      data: rows.map((row) => ({ actor: "system", action: "access.changed", ...row })),
    });
    const { after: _, ...filters } = query();
    const file = await exportAudit(db(), admin, filters, now);
    await recordAudit(
      db(),
      [{ actor: "system", action: "access.changed", subject: "workspace:late", workspaceId: null }],
      new Date(now.getTime() + 1),
    );
    const lines = (await new Response(file).text()).trim().split("\r\n").slice(1);
    expect(new Set(lines).size).toBe(2_500);
  });

  test("is refused without a fresh second factor", async () => {
    const { after: _, ...filters } = query();
    const long = { ...admin, secondFactorAt: new Date(now.getTime() - 60 * minuteMs) };
    await expect(exportAudit(db(), long, filters, now)).rejects.toMatchObject({
      code: expect.stringMatching(/^second_factor/),
    });
    expect(await db().auditEvent.count()).toBe(0);
  });
});

test("how long rows are kept, and what the last run has removed in all its transactions", async () => {
  const removed = (rows: number, before: string, at: Date) =>
    db().auditEvent.create({
      data: {
        ...{ actor: "system", action: "retention.removed", subject: "retention:audit_chatter", at },
        after: { rows, before },
      },
    });
  await removed(7, "2026-04-09T00:00:00.000Z", new Date(now.getTime() - dayMs));
  await removed(2_000, "2026-04-10T00:00:00.000Z", now);
  await removed(5, "2026-04-10T00:00:00.000Z", new Date(now.getTime() + 10));
  const kept = await getRetention(db(), admin);
  expect(kept.find(({ what }) => what === "audit_chatter")).toMatchObject({
    days: 30,
    last: { rows: 2_005 },
  });
  expect(kept.find(({ what }) => what === "audit_money")).toMatchObject({ last: null });
});

test("the actions that there are come from the table, each once", async () => {
  await make({ action: "waiver.granted" });
  await make({ action: "access.changed" });
  await make({ action: "access.changed" });
  expect(await listActions(db())).toEqual(["access.changed", "waiver.granted"]);
});
