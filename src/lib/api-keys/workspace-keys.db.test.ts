import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { endTrial, makeMember } from "./member.testing.ts";
import { createWorkspaceKey, listWorkspaceKeys, mostKeys, revokeWorkspaceKey } from "./workspace-keys.ts";

openTestDatabase();
const now = new Date();
const input = { name: "Till of Zofia", scopes: ["codes:read" as const] };

test("a key is kept as a hash alone, and neither it nor its name is in the audit", async () => {
  const owner = await makeMember();
  const { id, text } = await createWorkspaceKey(db(), owner, input, now);
  const row = await db().apiKey.findUniqueOrThrow({ where: { id } });
  expect(text.startsWith(row.prefix)).toBe(true);
  expect(JSON.stringify(row)).not.toContain(text.slice(row.prefix.length));
  const audit = await db().auditEvent.findMany({ where: { workspaceId: owner.workspace.id } });
  expect(audit).toMatchObject([
    { action: "api_key.created", actor: `profile:${owner.profileId}`, subject: `api_key:${id}` },
  ]);
  const told = JSON.stringify(audit.map(({ id: _, ...entry }) => entry));
  for (const secret of [text.slice(row.prefix.length), row.hash, input.name]) {
    expect(told).not.toContain(secret);
  }
  expect(JSON.stringify(await listWorkspaceKeys(db(), owner))).not.toContain(row.hash);
});

test("owners and admins make, see and end keys, each other's too; whoever is neither does none of it", async () => {
  const owner = await makeMember();
  const { id } = await createWorkspaceKey(db(), owner, input, now);
  for (const role of ["MEMBER", "VIEWER"] as const) {
    const member = await makeMember(role, owner);
    const refused = { code: "forbidden" };
    await expect(createWorkspaceKey(db(), member, input, now)).rejects.toMatchObject(refused);
    await expect(listWorkspaceKeys(db(), member)).rejects.toMatchObject(refused);
    await expect(revokeWorkspaceKey(db(), member, id, now)).rejects.toMatchObject(refused);
  }
  const admin = await makeMember("ADMIN", owner);
  await createWorkspaceKey(db(), admin, input, now);
  expect(await listWorkspaceKeys(db(), owner)).toHaveLength(2);
  await revokeWorkspaceKey(db(), admin, id, now);
  await expect(revokeWorkspaceKey(db(), admin, id, now)).rejects.toMatchObject({ code: "not_found" });
  expect(await listWorkspaceKeys(db(), owner)).toHaveLength(1);
  const told = { subject: `api_key:${id}`, action: "api_key.revoked", actor: `profile:${admin.profileId}` };
  expect(await db().auditEvent.count({ where: told })).toBe(1);
});

test("another workspace's key is not found, nor listed", async () => {
  const [owner, other] = [await makeMember(), await makeMember()];
  const { id } = await createWorkspaceKey(db(), other, input, now);
  const refused = revokeWorkspaceKey(db(), owner, id, now);
  await expect(refused).rejects.toMatchObject({ code: "not_found" });
  await expect(revokeWorkspaceKey(db(), owner, randomUUID(), now)).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await listWorkspaceKeys(db(), owner)).toEqual([]);
  expect(await listWorkspaceKeys(db(), other)).toHaveLength(1);
});

describe("a new key is refused", () => {
  test("by a plan without API access, which keeps those that there are", async () => {
    const owner = await makeMember();
    await createWorkspaceKey(db(), owner, input, now);
    await endTrial(owner);
    const refused = createWorkspaceKey(db(), owner, input, new Date());
    await expect(refused).rejects.toMatchObject({
      code: "plan_feature",
      details: { values: { feature: "api_access", requiredTier: "premium" } },
    });
    expect(await listWorkspaceKeys(db(), owner)).toHaveLength(1);
  });

  test(`beside ${mostKeys} live ones, also of several asked for at once; a revoked one makes room`, async () => {
    const owner = await makeMember();
    const make = () => createWorkspaceKey(db(), owner, input, now);
    const { id } = await make();
    for (let more = 2; more < mostKeys; more++) await make();
    const outcomes = await Promise.allSettled([make(), make(), make()]);
    const refused = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    const reason = { code: "conflict", details: { values: { reason: "too_many_keys", limit: mostKeys } } };
    expect(refused).toMatchObject([reason, reason]);
    await revokeWorkspaceKey(db(), owner, id, now);
    await make();
    await expect(make()).rejects.toMatchObject(reason);
  });

  test("to somebody who is leaving, or has left, in this moment", async () => {
    const [owner, admin] = [await makeMember(), await makeMember("ADMIN")];
    await db().profile.update({ where: { id: owner.profileId }, data: { deletionRequestedAt: now } });
    await db().workspaceMember.deleteMany({ where: { profileId: admin.profileId } });
    for (const viewer of [owner, admin]) {
      const refused = createWorkspaceKey(db(), viewer, input, now);
      await expect(refused).rejects.toMatchObject({ code: "forbidden" });
    }
  });
});
