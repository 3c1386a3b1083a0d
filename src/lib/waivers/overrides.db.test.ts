import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { resolve } from "#lib/entitlements/resolve.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { endDueGrants } from "./end-due-grants.ts";
import { addOverride, endOverride, listOverrides } from "./manage-overrides.ts";
import { type AddOverride, overrideBody } from "./validation.ts";
import { makeWorkspace, pausedCodes } from "./workspace.testing.ts";

openTestDatabase();
const now = new Date("2026-05-01T12:00:00Z");
const days = (count: number) => new Date(now.getTime() + count * dayMs);
const actor = "api_key:test";

type Wish = Partial<AddOverride> & Pick<AddOverride, "effect">;
const add = (wish: Wish) => addOverride(db(), actor, { reason: "r", endsAt: null, ...wish }, now);
async function allowed(workspaceId: string, profileId: string | null = null, at = now) {
  return resolve(await findAccessFacts(db(), workspaceId, profileId), at);
}
async function makePerson(workspaceId?: string): Promise<string> {
  const { id } = await db().profile.create({ data: { id: randomUUID(), email: `${randomUUID()}@x.test` } });
  if (workspaceId) {
    await db().workspaceMember.create({ data: { workspaceId, profileId: id, role: "MEMBER" } });
  }
  return id;
}

describe("an override of a workspace", () => {
  test("grants a feature that the tier has not, to everybody in it and to nobody else", async () => {
    const [workspaceId, other] = [await makeWorkspace(), await makeWorkspace()];
    await add({ workspaceId, effect: "grant", feature: "csv_export" });
    expect((await allowed(workspaceId)).features).toEqual(["csv_export"]);
    expect((await allowed(workspaceId, await makePerson(workspaceId))).features).toEqual(["csv_export"]);
    expect((await allowed(other)).features).toEqual([]);
  });

  test("that holds it to fewer codes pauses the newest; its end brings exactly those back", async () => {
    const workspaceId = await makeWorkspace({ codes: 8 });
    const { id } = await add({ workspaceId, effect: "deny", limit: "activeCodes", value: 5 });
    expect(await pausedCodes(workspaceId)).toBe(3);
    await endOverride(db(), actor, id, "settled", now);
    expect(await pausedCodes(workspaceId)).toBe(0);
    expect((await allowed(workspaceId)).limits.activeCodes).toBe(10);
  });

  test("that is over by its date brings codes back, too, once", async () => {
    const workspaceId = await makeWorkspace({ codes: 8 });
    await add({ workspaceId, effect: "deny", limit: "activeCodes", value: 5, endsAt: days(1) });
    expect((await allowed(workspaceId, null, days(1))).limits.activeCodes).toBe(10);
    await Promise.all(Array.from({ length: 3 }, () => endDueGrants(db(), days(1))));
    expect(await pausedCodes(workspaceId)).toBe(0);
    const ended = await db().auditEvent.count({ where: { workspaceId, action: "override.ended" } });
    expect(ended).toBe(1);
  });

  test("that gives more codes than Free keeps them running", async () => {
    const workspaceId = await makeWorkspace({ codes: 5, pausedByPlan: 9 });
    await add({ workspaceId, effect: "grant", limit: "activeCodes", value: 12 });
    expect(await pausedCodes(workspaceId)).toBe(2);
  });
});

describe("an override of a person", () => {
  test("counts where that person asks, together with the workspace's, and pauses nothing", async () => {
    const workspaceId = await makeWorkspace({ codes: 8 });
    const profileId = await makePerson(workspaceId);
    await add({ workspaceId, effect: "grant", feature: "insights" });
    await add({ profileId, effect: "deny", feature: "insights" });
    await add({ profileId, effect: "deny", limit: "activeCodes", value: 2 });
    expect((await allowed(workspaceId)).features).toEqual(["insights"]);
    expect(await allowed(workspaceId, profileId)).toMatchObject({
      features: [],
      limits: expect.objectContaining({ activeCodes: 2 }),
    });
    expect(await pausedCodes(workspaceId)).toBe(0);
  });

  test("raises the version of every workspace of theirs", async () => {
    const workspaceId = await makeWorkspace();
    const profileId = await makePerson(workspaceId);
    const version = async () =>
      (await db().workspace.findUniqueOrThrow({ where: { id: workspaceId } })).entitlementVersion;
    const before = await version();
    await add({ profileId, effect: "grant", feature: "sso" });
    expect(await version()).toBe(before + 1);
  });

  test("is ended once, by whoever of many comes first", async () => {
    const { id } = await add({ profileId: await makePerson(), effect: "grant", feature: "sso" });
    const ends = await Promise.allSettled(
      Array.from({ length: 8 }, () => endOverride(db(), actor, id, "r", now)),
    );
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(
      await db().auditEvent.count({ where: { subject: `override:${id}`, action: "override.ended" } }),
    ).toBe(1);
  });
});

test("nothing is said of what is not there", async () => {
  for (const subject of [{ workspaceId: randomUUID() }, { profileId: randomUUID() }]) {
    await expect(add({ ...subject, effect: "grant", feature: "sso" })).rejects.toMatchObject({
      code: "not_found",
    });
  }
  await expect(endOverride(db(), actor, randomUUID(), "r", now)).rejects.toMatchObject({ code: "not_found" });
});

test("those that are over are listed only when they are asked for", async () => {
  const workspaceId = await makeWorkspace();
  await add({ workspaceId, effect: "grant", feature: "sso", endsAt: days(1) });
  const listed = (includeEnded: boolean) =>
    listOverrides(db(), { workspaceId, includeEnded, limit: 9 }, days(1));
  expect([(await listed(false)).length, (await listed(true)).length]).toEqual([0, 1]);
});

const id = "7f1f0f3c-6a2a-4b0e-9d57-0a7d2c1a4b11";
const base = { workspaceId: id, effect: "grant", feature: "sso", reason: "r" };
const { feature: _, ...plain } = base;
const bodies: [string, unknown, boolean][] = [
  ["a feature for a workspace", base, true],
  ["no limit at all, granted", { ...plain, limit: "members", value: null }, true],
  ["a feature and a limit", { ...base, limit: "members", value: 1 }, false],
  ["neither", plain, false],
  ["a limit without a value", { ...plain, limit: "members" }, false],
  ["no limit at all, denied", { ...plain, effect: "deny", limit: "members", value: null }, false],
  ["less than none", { ...plain, limit: "members", value: -1 }, false],
  ["a feature with a value", { ...base, value: 3 }, false],
  ["workspace and person", { ...base, profileId: id }, false],
  ["nobody", { ...base, workspaceId: undefined }, false],
  ["a feature that is none of ours", { ...base, feature: "teleport" }, false],
  ["no reason", { ...base, reason: " " }, false],
];
test.each(bodies)("of what comes in, %s fits: %s", (_name, body, isGood) => {
  expect(overrideBody.safeParse(body).success).toBe(isGood);
});
