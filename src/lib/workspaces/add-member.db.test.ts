import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { limitsOf } from "#lib/entitlements/tiers.ts";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { addMember } from "./add-member.ts";

openTestDatabase();
const now = new Date("2026-11-21T12:00:00Z");
const inTrial = new Date("2026-11-28T12:00:00Z");

async function makeWorkspace(trialEndsAt: Date | null): Promise<string> {
  return (await db().workspace.create({ data: { name: "Test", trialEndsAt } })).id;
}

async function join(workspaceId: string): Promise<void> {
  const id = randomUUID();
  await db().profile.create({ data: { id, email: `${id}@example.org` } });
  const member = { workspaceId, profileId: id, role: "MEMBER" as const };
  await db().$transaction((tx) => addMember(tx, member, null, now));
}

const count = (workspaceId: string) => db().workspaceMember.count({ where: { workspaceId } });

describe("a workspace", () => {
  test("on Free is for one person", async () => {
    const id = await makeWorkspace(null);
    await join(id);
    await expect(join(id)).rejects.toMatchObject({
      code: "plan_limit",
      details: { values: { feature: "members", tier: "starter", limit: 1 } },
    });
    expect(await count(id)).toBe(1);
  });

  test("never holds more than its plan, however many come at once", async () => {
    const id = await makeWorkspace(inTrial);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => join(id)));
    const places = limitsOf("premium").members;
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(places ?? 0);
    expect(await count(id)).toBe(places);
  });

  test("keeps those who are there when its plan ends, and takes nobody more", async () => {
    const id = await makeWorkspace(inTrial);
    for (let n = 0; n < 3; n++) await join(id);
    await db().workspace.update({ where: { id }, data: { trialEndsAt: now } });
    await expect(join(id)).rejects.toMatchObject({ code: "plan_limit" });
    expect(await count(id)).toBe(3);
  });
});
