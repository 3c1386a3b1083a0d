import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { resolve } from "#lib/entitlements/resolve.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import type { Tier } from "#lib/entitlements/tiers.ts";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { endDueGrants } from "./end-due-grants.ts";
import { grantWaiver, listWaivers, revokeWaiver } from "./manage-waivers.ts";
import { makeWorkspace, pausedCodes } from "./workspace.testing.ts";

openTestDatabase();
const now = new Date("2026-05-01T12:00:00Z");
const days = (count: number) => new Date(now.getTime() + count * dayMs);
const actor = "api_key:test";

function grant(
  workspaceId: string,
  tier: Exclude<Tier, "starter"> = "premium",
  endsAt: Date | null = null,
  at = now,
) {
  return grantWaiver(db(), actor, { workspaceId, tier, reason: "a friend of the house", endsAt }, at);
}
const accessOf = async (workspaceId: string, at = now) =>
  resolve(await findAccessFacts(db(), workspaceId), at);
const actionsOf = async (workspaceId: string) =>
  (await db().auditEvent.findMany({ where: { workspaceId }, orderBy: { id: "asc" } })).map(
    ({ action }) => action,
  );

describe("a granted waiver", () => {
  test("gives its tier at once, resumes what the plan had paused, and is in the audit", async () => {
    const id = await makeWorkspace({ codes: 8, pausedByPlan: 3 });
    await grant(id);
    expect(await accessOf(id)).toMatchObject({ tier: "premium", source: "waiver" });
    expect(await pausedCodes(id)).toBe(0);
    expect(await actionsOf(id)).toEqual(["waiver.granted", "access.changed", "codes.resumed_by_plan"]);
    const entry = await db().auditEvent.findFirst({ where: { workspaceId: id, action: "waiver.granted" } });
    expect(entry).toMatchObject({ actor, after: { tier: "premium", reason: "a friend of the house" } });
  });

  test("is refused beside one that is in force, and changes nothing", async () => {
    const id = await makeWorkspace();
    await grant(id, "elite");
    await expect(grant(id, "premium")).rejects.toMatchObject({ code: "conflict" });
    expect((await accessOf(id)).tier).toBe("elite");
    expect(await actionsOf(id)).toEqual(["waiver.granted", "access.changed"]);
  });

  test.each([1, 2, 3])("of twenty that are granted at once is one (%i)", async () => {
    const id = await makeWorkspace();
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => grant(id)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "conflict" });
    }
    expect(await db().feeWaiver.count({ where: { workspaceId: id } })).toBe(1);
  });

  test("has room after one that has ended by its date, whether or not that was written down", async () => {
    const id = await makeWorkspace();
    await grant(id, "elite", days(1));
    await grant(id, "premium", null, days(2));
    expect(await accessOf(id, days(2))).toMatchObject({ tier: "premium", source: "waiver" });
    expect(await actionsOf(id)).toContain("waiver.ended");
  });

  test("ends in the future, and goes to a workspace that is there", async () => {
    const id = await makeWorkspace();
    await expect(grant(id, "premium", now)).rejects.toMatchObject({ code: "validation" });
    await expect(grant(randomUUID())).rejects.toMatchObject({ code: "not_found" });
  });

  test("is told to the version of the workspace's access alone", async () => {
    const [id, other] = [await makeWorkspace(), await makeWorkspace()];
    const version = async (workspaceId: string) =>
      (await db().workspace.findUniqueOrThrow({ where: { id: workspaceId } })).entitlementVersion;
    const before = [await version(id), await version(other)] as const;
    await grant(id);
    expect(await version(id)).toBeGreaterThan(before[0]);
    expect(await version(other)).toBe(before[1]);
  });
});

test("the database itself holds one waiver a workspace that is not revoked", async () => {
  const workspaceId = await makeWorkspace();
  const row = { workspaceId, tier: "premium", reason: "r", grantedBy: "somebody" };
  await db().feeWaiver.create({ data: row });
  await expect(db().feeWaiver.create({ data: row })).rejects.toMatchObject({ code: "P2002" });
});

describe("a revoked waiver", () => {
  test("takes its tier back at once and pauses the newest beyond Free", async () => {
    const id = await makeWorkspace({ codes: 13 });
    await grant(id);
    await revokeWaiver(db(), actor, id, "the friendship is over", days(1));
    expect(await accessOf(id, days(1))).toMatchObject({ tier: "starter", source: "free" });
    expect(await pausedCodes(id)).toBe(3);
    const [row] = await listWaivers(db(), { includeExpired: true, workspaceId: id, limit: 9 }, days(1));
    expect(row).toMatchObject({ revokedBy: actor, revokeReason: "the friendship is over" });
  });

  test("leaves what is paid for alone", async () => {
    const id = await makeWorkspace({ codes: 13, isPaying: true });
    await grant(id, "elite");
    await revokeWaiver(db(), actor, id, "enough", days(1));
    expect(await accessOf(id, days(1))).toMatchObject({ tier: "premium", source: "subscription" });
    expect(await pausedCodes(id)).toBe(0);
  });

  test("is revoked once, and none where there is none or it has ended", async () => {
    const id = await makeWorkspace();
    const revoke = (at = now) => revokeWaiver(db(), actor, id, "r", at);
    await expect(revoke()).rejects.toMatchObject({ code: "not_found" });
    await grant(id, "premium", days(1));
    await expect(revoke(days(1))).rejects.toMatchObject({ code: "not_found" });
    await revoke();
    await expect(revoke()).rejects.toMatchObject({ code: "not_found" });
  });
});

test("of a list the ended and the revoked are left out unless they are asked for", async () => {
  const [live, over, revoked] = [await makeWorkspace(), await makeWorkspace(), await makeWorkspace()];
  await grant(live, "premium", days(9));
  await grant(over, "premium", days(1));
  await grant(revoked);
  await revokeWaiver(db(), actor, revoked, "r", now);
  const listed = async (includeExpired: boolean) =>
    (await listWaivers(db(), { includeExpired, limit: 200 }, days(2))).map(({ workspaceId }) => workspaceId);
  expect(await listed(false)).toContain(live);
  expect(await listed(false)).not.toEqual(expect.arrayContaining([over]));
  expect(await listed(false)).not.toEqual(expect.arrayContaining([revoked]));
  expect(await listed(true)).toEqual(expect.arrayContaining([live, over, revoked]));
});

test("one that has ended by its date is written down once, by however many look, with its consequences", async () => {
  const id = await makeWorkspace({ codes: 12 });
  await grant(id, "premium", days(1));
  await Promise.all(Array.from({ length: 4 }, () => endDueGrants(db(), days(1))));
  expect(await pausedCodes(id)).toBe(2);
  const actions = await actionsOf(id);
  expect(actions.filter((action) => action === "waiver.ended")).toHaveLength(1);
  expect(actions.filter((action) => action === "codes.paused_by_plan")).toHaveLength(1);
});
