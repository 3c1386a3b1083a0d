import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { startPaying } from "#lib/entitlements/paid-plan.testing.ts";
import { addOverride } from "#lib/waivers/manage-overrides.ts";
import { grantWaiver } from "#lib/waivers/manage-waivers.ts";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { makeAdmin, makeCodes, makePerson } from "./acts/people.testing.ts";
import { getUserDetail } from "./detail.ts";

openTestDatabase();
const now = new Date("2026-05-01T12:00:00Z");

describe("what an admin sees of a person", () => {
  test("is who they are, their workspace, why it has its access, and what others did", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    const { id: workspaceId } = person.workspace;
    const by = `admin:${admin.profileId}`;
    await startPaying(workspaceId, { startedAt: now });
    await grantWaiver(db(), by, { workspaceId, tier: "enterprise", reason: "partner", endsAt: null }, now);
    const about = { profileId: person.profileId, feature: "sso" as const };
    await addOverride(db(), by, { ...about, effect: "deny", reason: "not yet", endsAt: null }, now);
    await makeCodes(workspaceId, "aaopx");
    const seen = await getUserDetail(db(), admin, person.profileId, null, now);
    expect(seen.person).toMatchObject({ email: person.email, signUp: { trial: "given" } });
    expect(seen.workspace).toMatchObject({
      ...{ id: workspaceId, role: "OWNER" },
      counts: { codes: { active: 2, owner: 1, plan: 1, abuse: 1 }, members: 1, keys: 0 },
      waivers: [{ tier: "enterprise" }],
    });
    const { tier, source, considered, features } = seen.workspace?.plan ?? {};
    expect({ tier, source }).toEqual({ tier: "enterprise", source: "waiver" });
    expect(considered?.map(({ source: one, verdict }) => `${one} ${verdict}`)).toEqual(
      expect.arrayContaining(["waiver wins", "subscription outranked"]),
    );
    expect(features).not.toContain("sso");
    expect(seen.overrides).toMatchObject([{ effect: "deny" }]);
    expect(seen.workspace?.audit.map(({ action }) => action)).toContain("waiver.granted");
    expect(seen.actorOf(by)).toEqual({ kind: "person", id: admin.profileId, text: admin.email });
  });

  test("is of the workspace that was asked for, where it is one of theirs, and else of their own", async () => {
    const [admin, person, other] = [await makeAdmin(now), await makePerson(now), await makePerson(now)];
    const member = { workspaceId: other.workspace.id, profileId: person.profileId, role: "VIEWER" as const };
    await db().workspaceMember.create({ data: member });
    const seen = async (wish: string | null) =>
      (await getUserDetail(db(), admin, person.profileId, wish, now)).workspace;
    expect(await seen(null)).toMatchObject({ id: person.workspace.id, role: "OWNER" });
    expect(await seen(other.workspace.id)).toMatchObject({ id: other.workspace.id, role: "VIEWER" });
    expect(await seen(admin.workspace.id)).toMatchObject({ id: person.workspace.id });
    await db().workspaceMember.deleteMany({ where: { profileId: person.profileId } });
    expect(await seen(null)).toBeNull();
  });

  test("is nothing for anybody else, and of nobody", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    const look = (viewer: typeof admin, id: string) => getUserDetail(db(), viewer, id, null, now);
    await expect(look(person, person.profileId)).rejects.toMatchObject({ code: "forbidden" });
    const halfway = { ...admin, secondFactorAt: null };
    await expect(look(halfway, person.profileId)).rejects.toMatchObject({ code: "second_factor" });
    for (const id of [randomUUID(), "1", "%00"]) {
      await expect(look(admin, id)).rejects.toMatchObject({ code: "not_found" });
    }
  });
});
