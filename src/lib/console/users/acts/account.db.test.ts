import { randomUUID } from "node:crypto";
import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { keepAccount } from "#lib/account/keep-account.ts";
import { requestDeletion } from "#lib/account/request-deletion.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { hourMs } from "#shared/time.ts";
import { closedAt, openAccountStage, profileOf } from "../../../../../sandbox/testing/account-stage.ts";
import { changeRole } from "./change-role.ts";
import { deleteAccount } from "./delete-account.ts";
import { exportAccount } from "./export-account.ts";
import { pauseAccount } from "./pause-account.ts";
import { auditOf, makeAdmin, makePerson } from "./people.testing.ts";
import { resyncByAdmin } from "./resync.ts";

const { now, toolsThat, makeOwner, liveAtStripe, subscribe, stripe } = openAccountStage();
const reason = "asked by phone";

const remove = (admin: Viewer, { profileId }: Viewer, immediately = false, tools = toolsThat()) =>
  deleteAccount(tools, admin, { profileId, reason, immediately });
const stale = (admin: Viewer) => ({ ...admin, secondFactorAt: new Date(now.getTime() - hourMs) });
const away = () =>
  toolsThat((what) => {
    if (what.includes("/v1/"))
      throw new Stripe.errors.StripeConnectionError({ message: "", type: "api_error" });
  });

describe("an account that an admin deletes", () => {
  test("goes the owner's own way: paying ends, the workspace closes, and it can be taken back", async () => {
    const [admin, { viewer, customer }] = [await makeAdmin(now), await makeOwner()];
    expect(await remove(admin, viewer)).toBe("begun");
    expect(await liveAtStripe(customer)).toBe(0);
    expect(await closedAt(viewer)).toEqual(now);
    expect((await profileOf(viewer)).deletionRequestedAt).toEqual(now);
    const [told] = await auditOf("account.deleted_by_admin", `profile:${viewer.profileId}`);
    expect(told).toMatchObject({
      actor: `admin:${admin.profileId}`,
      workspaceId: viewer.workspace.id,
      after: { reason, isImmediate: false },
    });
    await keepAccount(db(), viewer.profileId, now);
    expect(await closedAt(viewer)).toBeNull();
  });

  test("is erased at once where that is wanted, also one that was leaving", async () => {
    const admin = await makeAdmin(now);
    for (const isLeaving of [false, true]) {
      const { viewer, customer, signedIn } = await makeOwner();
      if (isLeaving) await remove(admin, viewer);
      expect(await remove(admin, viewer, true)).toBe("erased");
      expect(await liveAtStripe(customer)).toBe(0);
      expect(await signedIn()).toBe(false);
      const { email, erasedAt } = await profileOf(viewer);
      expect(erasedAt).toEqual(now);
      expect(email).toMatch(/@deleted\.invalid$/);
      await expect(remove(admin, viewer)).rejects.toMatchObject({ code: "not_found" });
    }
  });

  test("waits for the sweep, and cannot be taken back, where it could not be erased at once", async () => {
    const [admin, { viewer }] = [await makeAdmin(now), await makeOwner()];
    const tools = toolsThat((what) => {
      if (what.includes("/auth/")) throw new Error("away");
    });
    expect(await remove(admin, viewer, true, tools)).toBe("waiting");
    await expect(keepAccount(db(), viewer.profileId, now)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("stays as it is while Stripe does not answer, where others need its owner, and for the last admin", async () => {
    await db().profile.updateMany({ where: { role: "ADMIN" }, data: { role: "USER" } });
    const [admin, { viewer }] = [await makeAdmin(now), await makeOwner()];
    await expect(remove(admin, viewer, false, away())).rejects.toMatchObject({ code: "unavailable" });
    const member = { workspaceId: viewer.workspace.id, profileId: admin.profileId, role: "MEMBER" as const };
    await db().workspaceMember.create({ data: member });
    await expect(remove(admin, viewer)).rejects.toMatchObject({
      details: { values: { reason: "only_owner" } },
    });
    await expect(remove(admin, admin)).rejects.toMatchObject({
      details: { values: { reason: "own_account" } },
    });
    const retired = { ...(await makePerson(now)), platformRole: "ADMIN" as const, secondFactorAt: now };
    await expect(remove(retired, admin)).rejects.toMatchObject({
      details: { values: { reason: "last_admin" } },
    });
    for (const { profileId } of [viewer, admin]) {
      const { deletionRequestedAt } = await db().profile.findUniqueOrThrow({ where: { id: profileId } });
      expect(deletionRequestedAt).toBeNull();
    }
  });

  test("is deleted by admins alone, with a reason and a fresh second factor", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    await expect(remove(person, admin)).rejects.toMatchObject({ code: "forbidden" });
    await expect(remove(stale(admin), person)).rejects.toMatchObject({ code: "second_factor_stale" });
    const silent = { profileId: person.profileId, reason: "", immediately: false };
    await expect(deleteAccount(toolsThat(), admin, silent)).rejects.toMatchObject({ code: "validation" });
    expect((await profileOf(person)).deletionRequestedAt).toBeNull();
  });
});

test("an admin who can act is left, whatever is done at once to all of them", async () => {
  for (let round = 0; round < 5; round++) {
    await db().profile.updateMany({ where: { role: "ADMIN" }, data: { role: "USER" } });
    const [one, two, three] = [await makeAdmin(now), await makeAdmin(now), await makeAdmin(now)];
    const demote = { profileId: two.profileId, role: "USER" as const, reason };
    const pause = { profileId: three.profileId, reason, withCodes: false };
    await Promise.allSettled([
      ...[one, two, three].map((viewer) => requestDeletion(toolsThat(), viewer)),
      changeRole(db(), one, demote, now),
      pauseAccount(db(), two, pause, now),
      remove(three, one),
    ]);
    const canAct = { role: "ADMIN" as const, pausedAt: null, deletionRequestedAt: null };
    expect(await db().profile.count({ where: canAct })).toBeGreaterThan(0);
  }
});

describe("reading a workspace's customers from Stripe", () => {
  test("puts right what nobody has told us, and says what changed", async () => {
    const [admin, { viewer, customer }] = [await makeAdmin(now), await makeOwner()];
    const { id } = viewer.workspace;
    const resync = () => resyncByAdmin(toolsThat(), admin, { workspaceId: id });
    expect(await resync()).toMatchObject({ customers: 1, changes: 0, tierAfter: "premium" });
    for (const { id: plan } of (await stripe().subscriptions.list({ customer })).data) {
      await stripe().subscriptions.cancel(plan);
    }
    const result = await resync();
    expect(result).toMatchObject({ customers: 1, tierBefore: "premium", tierAfter: "starter" });
    expect(result.changes).toBeGreaterThan(0);
    await subscribe(customer);
    expect(await resync()).toMatchObject({ tierBefore: "starter", tierAfter: "premium" });
    const told = await auditOf("subscription.resynced", `workspace:${id}`);
    expect(told).toHaveLength(3);
    expect(told[1]).toMatchObject({ actor: `admin:${admin.profileId}`, after: { tierAfter: "starter" } });
  });

  test("is refused to others, and of a workspace that is not there; what Stripe left open is in the audit", async () => {
    const [admin, { viewer }] = [await makeAdmin(now), await makeOwner()];
    const { id: workspaceId } = viewer.workspace;
    const resync = (who: Viewer, of = workspaceId, tools = toolsThat()) =>
      resyncByAdmin(tools, who, { workspaceId: of });
    await expect(resync(viewer)).rejects.toMatchObject({ code: "forbidden" });
    await expect(resync(admin, randomUUID())).rejects.toMatchObject({ code: "not_found" });
    await expect(resync(admin, workspaceId, away())).rejects.toMatchObject({ code: "unavailable" });
    expect(await auditOf("subscription.resynced", `workspace:${workspaceId}`)).toMatchObject([
      { after: { customers: 0, changes: 0 } },
    ]);
  });
});

describe("the export of personal data", () => {
  const read = async (admin: Viewer, id: string) =>
    new Response((await exportAccount(db(), admin, id, now)).body).text();

  test("is everything of one person as JSON, without what opens anything, and is in the audit", async () => {
    const [admin, { viewer, slug, name }, other] = [
      await makeAdmin(now),
      await makeOwner(),
      await makeOwner(),
    ];
    const { profileId, workspace, email } = viewer;
    const guest = { workspaceId: other.viewer.workspace.id, profileId, role: "VIEWER" as const };
    await db().workspaceMember.create({ data: guest });
    // More than one piece of them, with the same instant again and again.
    await db().qrCode.createMany({
      data: Array.from({ length: 1_200 }, (_, index) => ({
        ...{ workspaceId: workspace.id, slug: randomUUID(), name: `Code ${index}` },
        destination: "https://example.com/",
        createdAt: new Date(now.getTime() - (index % 3)),
      })),
    });
    const text = await read(admin, profileId);
    const data = JSON.parse(text);
    expect(data.profile).toMatchObject({ id: profileId, email, name });
    expect(data.memberships).toHaveLength(2);
    expect(data.workspaces.map(({ id }: { id: string }) => id)).toEqual([workspace.id]);
    const slugs = new Set(data.workspaces[0].codes.map((code: { slug: string }) => code.slug));
    expect(slugs.size).toBe(1_201);
    expect(slugs).toContain(slug);
    expect(data.workspaces[0].invoices.length).toBeGreaterThan(0);
    expect(data.apiKeys).toHaveLength(1);
    expect(data.mails.length).toBeGreaterThan(0);
    expect(data.did.length).toBeGreaterThan(0);
    expect(data.wasDone).toMatchObject([{ action: "account.exported", actor: "admin", address: null }]);
    const { hash } = await db().apiKey.findFirstOrThrow({ where: { profileId } });
    for (const secret of [hash, other.viewer.email, other.slug, admin.email])
      expect(text).not.toContain(secret);
    expect(await auditOf("account.exported", `profile:${profileId}`)).toMatchObject([
      { actor: `admin:${admin.profileId}` },
    ]);
  });

  test("is for admins alone, with a fresh second factor, and of somebody who is there", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    await expect(read(person, person.profileId)).rejects.toMatchObject({ code: "forbidden" });
    await expect(read(stale(admin), person.profileId)).rejects.toMatchObject({ code: "second_factor_stale" });
    for (const id of [randomUUID(), "1", "../x"]) {
      await expect(read(admin, id)).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await auditOf("account.exported", `profile:${person.profileId}`)).toEqual([]);
  });
});
