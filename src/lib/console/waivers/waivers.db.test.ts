import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createKey } from "#lib/api-keys/manage-keys.ts";
import { makeMember } from "#lib/api-keys/member.testing.ts";
import { makeAdmin } from "#lib/promo/promo.testing.ts";
import { endDueGrants } from "#lib/waivers/end-due-grants.ts";
import { grantWaiver } from "#lib/waivers/manage-waivers.ts";
import { db } from "#platform/db/prisma.ts";
import { type Place, showPlace } from "#shared/keyset.ts";
import { dayMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { grantWaiverForm, waiversQuery } from "./validation.ts";
import { grantWaiverByAdmin, listWaivers, revokeWaiverByAdmin } from "./waivers.ts";

openTestDatabase();
const now = new Date();
const days = (count: number) => new Date(now.getTime() + count * dayMs);
const admin = makeAdmin(now);
const grant = (workspaceId: string, wish: object = {}) =>
  grantWaiverForm.parse({ workspaceId, tier: "premium", reason: "a school", endsAt: "", ...wish });
const list = async (query: object = {}, at = now, viewer = makeAdmin(at)) =>
  listWaivers(db(), viewer, waiversQuery.parse({ state: null, after: null, ...query }), at);
const idsOf = async (query: object, at = now) =>
  (await list({ q: "", ...query }, at)).rows.map(({ workspaceId }) => workspaceId);

test("nobody but who runs the platform sees, grants or revokes one, and none of it is done", async () => {
  const user = await makeMember();
  const { id } = user.workspace;
  const tries = [
    () => grantWaiverByAdmin(db(), user, grant(id), now),
    () => revokeWaiverByAdmin(db(), user, id, "over", now),
    () => list({}, now, user),
  ];
  for (const attempt of tries) {
    await expect((async () => attempt())()).rejects.toMatchObject({ code: "forbidden" });
  }
  const stale = async () => grantWaiverByAdmin(db(), makeAdmin(days(-1)), grant(id), now);
  await expect(stale()).rejects.toMatchObject({ code: "second_factor_stale" });
  expect(await db().feeWaiver.count({ where: { workspaceId: id } })).toBe(0);
});

describe("a waiver", () => {
  test("is granted and revoked in the admin's name, each with its reason", async () => {
    const { workspace } = await makeMember();
    await grantWaiverByAdmin(db(), admin, grant(workspace.id), now);
    const again = grantWaiverByAdmin(db(), admin, grant(workspace.id), now);
    await expect(again).rejects.toMatchObject({ details: { values: { reason: "waiver_live" } } });
    const silent = async () => revokeWaiverByAdmin(db(), admin, workspace.id, " ", now);
    await expect(silent()).rejects.toMatchObject({ details: { fields: { reason: ["required"] } } });
    await revokeWaiverByAdmin(db(), admin, workspace.id, "they pay now", now);
    const entries = await db().auditEvent.findMany({
      where: { workspaceId: workspace.id, action: { startsWith: "waiver." } },
      orderBy: { id: "asc" },
    });
    expect(entries).toMatchObject([
      { actor: `admin:${admin.profileId}`, action: "waiver.granted", after: { reason: "a school" } },
      { actor: `admin:${admin.profileId}`, action: "waiver.revoked", after: { reason: "they pay now" } },
    ]);
  });
});

describe("the list", () => {
  test("tells by state what is in force, what time has ended and what somebody has revoked", async () => {
    const [live, dated, over, revoked] = await Promise.all([1, 2, 3, 4].map(() => makeMember()));
    if (!live || !dated || !over || !revoked) throw new Error("four were made");
    await grantWaiverByAdmin(db(), admin, grant(live.workspace.id), now);
    for (const { workspace } of [dated, over]) {
      const until = days(1).toISOString().slice(0, 16);
      await grantWaiverByAdmin(db(), admin, grant(workspace.id, { endsAt: until }), now);
    }
    await grantWaiverByAdmin(db(), admin, grant(revoked.workspace.id), now);
    await revokeWaiverByAdmin(db(), admin, revoked.workspace.id, "misused", now);

    const mine = [live, dated, over, revoked].map(({ workspace }) => workspace.id);
    const states = async (at: Date) =>
      Object.fromEntries(
        await Promise.all(
          ["live", "ended", "revoked"].map(async (state) => {
            const found = await idsOf({ state }, at);
            return [state, mine.filter((id) => found.includes(id)).length];
          }),
        ),
      );
    expect(await states(now)).toEqual({ live: 3, ended: 0, revoked: 1 });
    // Over by its date, and not yet written down; then written down.
    expect(await states(days(1))).toEqual({ live: 1, ended: 2, revoked: 1 });
    await endDueGrants(db(), days(1));
    expect(await states(days(1))).toEqual({ live: 1, ended: 2, revoked: 1 });
  });

  test("finds by the workspace's id and name and by a member's address, and says who granted it", async () => {
    const owner = await makeMember();
    const { id } = owner.workspace;
    const name = `Żabka 100%_${randomUUID()}`;
    await db().workspace.update({ where: { id }, data: { name } });
    const { id: keyId } = await createKey(db(), "operator", { name: "schools", scopes: ["waivers"] }, now);
    await grantWaiver(db(), `api_key:${keyId}`, grant(id), now);
    for (const q of [id, owner.profileId, owner.email.slice(0, 20).toUpperCase(), name, name.slice(0, 16)]) {
      expect(await idsOf({ q }), q).toEqual([id]);
    }
    for (const q of [randomUUID(), "abka", "%", `_${name}`]) expect(await idsOf({ q }), q).toEqual([]);
    const { rows, isCut } = await list({ q: id });
    expect(isCut).toBe(false);
    expect(rows).toMatchObject([
      {
        granter: { kind: "other", text: "schools" },
        workspace: { name, owner: { id: owner.profileId, email: owner.email } },
      },
    ]);
  });

  test("goes through all of them page by page, each once", async () => {
    const owner = await makeMember();
    const { id: workspaceId } = owner.workspace;
    await db().feeWaiver.createMany({
      data: Array.from({ length: 120 }, () => ({
        workspaceId,
        tier: "premium",
        reason: "r",
        grantedBy: "system",
        createdAt: now,
        revokedAt: now,
        revokedBy: "admin:x",
        revokeReason: "r",
      })),
    });
    const seen = new Set<string>();
    let next: Place | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({
        q: workspaceId,
        after: next && showPlace(next),
      });
      for (const { id } of page.rows) seen.add(id);
      next = page.next;
      pages += 1;
    } while (next !== null);
    expect([seen.size, pages]).toEqual([120, 3]);
  });
});
