import { beforeEach, describe, expect, test } from "vitest";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { hourMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../../../sandbox/testing/test-database.ts";
import { changeRole } from "./change-role.ts";
import { auditOf, makeAdmin, makePerson } from "./people.testing.ts";

openTestDatabase();
const now = new Date("2026-05-01T12:00:00Z");
const reason = "joined support";

beforeEach(async () => {
  await db().profile.updateMany({ where: { role: "ADMIN" }, data: { role: "USER" } });
});

const roleOf = async ({ profileId }: Viewer) =>
  (await db().profile.findUniqueOrThrow({ where: { id: profileId } })).role;
const demote = (viewer: Viewer, { profileId }: Viewer) =>
  changeRole(db(), viewer, { profileId, role: "USER", reason }, now);
const lastAdmin = { code: "conflict", details: { values: { reason: "last_admin" } } };

describe("a role", () => {
  test("is given and taken by an admin, who says why; what is so already leaves no trace", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    const { profileId } = person;
    await changeRole(db(), admin, { profileId, role: "ADMIN", reason }, now);
    expect(await roleOf(person)).toBe("ADMIN");
    await changeRole(db(), admin, { profileId, role: "ADMIN", reason }, now);
    await demote(admin, person);
    expect(await roleOf(person)).toBe("USER");
    const actor = `admin:${admin.profileId}`;
    expect(await auditOf("profile.role_changed", `profile:${profileId}`)).toMatchObject([
      { actor, before: { role: "USER" }, after: { role: "ADMIN", reason } },
      { actor, before: { role: "ADMIN" }, after: { role: "USER", reason } },
    ]);
  });

  test("is nobody else's to give, not without a reason, and not long after the second factor", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    const give = (viewer: Viewer, why = reason) =>
      changeRole(db(), viewer, { profileId: person.profileId, role: "ADMIN", reason: why }, now);
    await expect(give(person)).rejects.toMatchObject({ code: "forbidden" });
    await expect(give(admin, " ")).rejects.toMatchObject({ code: "validation" });
    const longAgo = { ...admin, secondFactorAt: new Date(now.getTime() - hourMs) };
    await expect(give(longAgo)).rejects.toMatchObject({ code: "second_factor_stale" });
    await expect(give({ ...admin, secondFactorAt: null })).rejects.toMatchObject({ code: "second_factor" });
    expect(await roleOf(person)).toBe("USER");
    expect(await auditOf("profile.role_changed", `profile:${person.profileId}`)).toEqual([]);
  });

  test("is not given to somebody who is shut out, leaving or gone", async () => {
    const admin = await makeAdmin(now);
    for (const [data, code] of [
      [{ pausedAt: now }, "conflict"],
      [{ deletionRequestedAt: now }, "conflict"],
      [{ deletionRequestedAt: now, erasedAt: now }, "not_found"],
    ] as const) {
      const { profileId } = await makePerson(now);
      await db().profile.update({ where: { id: profileId }, data });
      const given = changeRole(db(), admin, { profileId, role: "ADMIN", reason }, now);
      await expect(given).rejects.toMatchObject({ code });
    }
  });
});

describe("the last admin", () => {
  test("keeps the role, also where others have it who cannot act", async () => {
    const admin = await makeAdmin(now);
    await expect(demote(admin, admin)).rejects.toMatchObject(lastAdmin);
    for (const data of [{ pausedAt: now }, { deletionRequestedAt: now }, { erasedAt: now }]) {
      const other = await makeAdmin(now);
      await db().profile.update({ where: { id: other.profileId }, data });
    }
    await expect(demote(admin, admin)).rejects.toMatchObject(lastAdmin);
    expect(await roleOf(admin)).toBe("ADMIN");
  });

  test("is left however many try at once to take the role from all", async () => {
    for (let round = 0; round < 5; round++) {
      await db().profile.updateMany({ where: { role: "ADMIN" }, data: { role: "USER" } });
      const [one, two] = [await makeAdmin(now), await makeAdmin(now)];
      const tries = Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0 ? demote(one, two) : demote(two, one),
      );
      await Promise.allSettled(tries);
      const roles = [await roleOf(one), await roleOf(two)];
      expect(roles.toSorted()).toEqual(["ADMIN", "USER"]);
    }
  });
});
