import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { makeReader } from "#lib/revenue/revenue.testing.ts";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { getOverview } from "./get-overview.ts";

openTestDatabase();
const now = new Date();

async function makePerson(email: string, access: { tier: string; source: string }): Promise<string> {
  const { id } = await db().profile.create({ data: { id: randomUUID(), email, createdAt: now } });
  const workspace = await db().workspace.create({ data: { name: email, isPersonal: true } });
  await db().workspaceMember.create({
    data: { workspaceId: workspace.id, profileId: id, role: "OWNER" },
  });
  await db().workspaceAccess.update({ where: { workspaceId: workspace.id }, data: access });
  return workspace.id;
}

test("the overview counts each person once by what they have, and names who came last", async () => {
  await makePerson("free@example.org", { tier: "starter", source: "free" });
  await makePerson("pro@example.org", { tier: "premium", source: "subscription" });
  const given = await makePerson("given@example.org", { tier: "premium", source: "trial" });
  await db().workspaceAccess.update({ where: { workspaceId: given }, data: { source: "waiver" } });
  await db().workspace.create({ data: { name: "nobody's own" } });

  const { people, signUps, recent, attention, mrr, revenue } = await getOverview(db(), makeReader(), now);
  expect(people.filter(({ count }) => count > 0)).toEqual([
    { group: "free", count: 1 },
    { group: "pro", count: 1 },
    { group: "waiver", count: 1 },
  ]);
  expect(signUps).toHaveLength(30);
  expect(signUps.at(-1)).toEqual({ day: now.toISOString().slice(0, 10), count: 3 });
  expect(recent.map(({ email }) => email).sort()).toEqual([
    ...["free@example.org", "given@example.org", "pro@example.org"],
  ]);
  expect(attention).toEqual({ events: 0, payments: 0, subscriptions: 0, disputes: 0, drift: null });
  expect([mrr.total, mrr.movements, revenue.total]).toEqual([[], [], []]);
});

test("nobody but admins sees it", async () => {
  await expect(getOverview(db(), makeReader("USER"), now)).rejects.toMatchObject({ code: "forbidden" });
});
