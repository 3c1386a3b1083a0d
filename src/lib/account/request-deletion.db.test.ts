import { randomUUID } from "node:crypto";
import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { createWorkspaceKey } from "#lib/api-keys/workspace-keys.ts";
import { syncCustomer } from "#lib/billing/mirror/sync-customer.ts";
import { ensureViewer } from "#lib/workspaces/ensure-viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { closedAt, openAccountStage, profileOf, secret } from "../../../sandbox/testing/account-stage.ts";
import { undoDays } from "./deletion.ts";
import { eraseDueAccounts } from "./erase-due-accounts.ts";
import { keepAccount } from "./keep-account.ts";
import { requestDeletion } from "./request-deletion.ts";

const { database, now, toolsThat, makeOwner, subscribe, liveAtStripe, later, stripe } = openAccountStage();

describe("asking for the deletion", () => {
  test("ends what is paid for at Stripe, closes open checkouts and the workspace, and is asked once", async () => {
    const { viewer, customer } = await makeOwner();
    const session = await stripe().checkout.sessions.create({
      mode: "subscription",
      customer,
      line_items: [{ price: process.env.STRIPE_PRICE_ID_MONTHLY_USD ?? "", quantity: 1 }],
      success_url: "http://127.0.0.1:3000/",
    });
    await requestDeletion(toolsThat(), viewer);
    await requestDeletion(toolsThat(), viewer);
    expect(await liveAtStripe(customer)).toBe(0);
    expect((await stripe().checkout.sessions.retrieve(session.id)).status).toBe("expired");
    expect(await closedAt(viewer)).toEqual(now);
    expect((await profileOf(viewer)).deletionRequestedAt).toEqual(now);
    const rows = await db().billingSubscription.findMany({ where: { workspaceId: viewer.workspace.id } });
    expect(rows.map(({ status }) => status)).toEqual(["canceled"]);
    const told = { workspaceId: viewer.workspace.id, action: "account.deletion_requested" };
    expect(await db().auditEvent.count({ where: told })).toBe(1);
    const until = new Date(now.getTime() + undoDays * dayMs).toISOString();
    const mails = await db().mail.findMany({
      where: { profileId: viewer.profileId, kind: "account_leaving" },
    });
    expect(mails).toMatchObject([{ recipient: viewer.email, values: { until } }]);
  });

  test("ends the person's keys in every workspace, and no other's; none comes back with them", async () => {
    const [leaver, other] = [await makeOwner(), await makeOwner()];
    const guest = { profileId: leaver.viewer.profileId, workspaceId: other.viewer.workspace.id };
    await db().workspaceMember.create({ data: { ...guest, role: "ADMIN" } });
    const asGuest = { ...leaver.viewer, workspace: { ...other.viewer.workspace, role: "ADMIN" as const } };
    const { id } = await createWorkspaceKey(db(), asGuest, { name: "Guest", scopes: ["codes:read"] }, now);
    await requestDeletion(toolsThat(), leaver.viewer);
    const live = (profileId: string) => db().apiKey.count({ where: { profileId, revokedAt: null } });
    expect(await live(leaver.viewer.profileId)).toBe(0);
    expect(await live(other.viewer.profileId)).toBe(1);
    const told = {
      ...{ subject: `api_key:${id}`, workspaceId: guest.workspaceId },
      action: "api_key.revoked",
    };
    expect(await db().auditEvent.count({ where: told })).toBe(1);
    await keepAccount(db(), leaver.viewer.profileId, now);
    expect(await live(leaver.viewer.profileId)).toBe(0);
    await expect(
      createWorkspaceKey(db(), asGuest, { name: "Again", scopes: ["codes:read"] }, now),
    ).resolves.toBeDefined();
  });

  test("changes nothing while Stripe does not answer, and can be tried again", async () => {
    const { viewer, customer } = await makeOwner();
    const away = toolsThat((what) => {
      if (!what.includes("/v1/")) return;
      throw new Stripe.errors.StripeConnectionError({ message: "away", type: "api_error" });
    });
    await expect(requestDeletion(away, viewer)).rejects.toMatchObject({ code: "unavailable" });
    expect(await closedAt(viewer)).toBeNull();
    expect((await profileOf(viewer)).deletionRequestedAt).toBeNull();
    await requestDeletion(toolsThat(), viewer);
    expect(await liveAtStripe(customer)).toBe(0);
    expect(await closedAt(viewer)).not.toBeNull();
  });

  test("is refused to the only owner of others' workspace, whose plan goes on", async () => {
    const { viewer, customer } = await makeOwner();
    const other = await makeOwner();
    await db().workspaceMember.create({
      data: { workspaceId: viewer.workspace.id, profileId: other.viewer.profileId, role: "ADMIN" },
    });
    const refused = requestDeletion(toolsThat(), viewer);
    await expect(refused).rejects.toMatchObject({
      code: "conflict",
      details: { values: { reason: "only_owner" } },
    });
    expect(await liveAtStripe(customer)).toBe(1);
    await requestDeletion(toolsThat(), other.viewer);
    expect(await closedAt(viewer)).toBeNull();
    expect(await closedAt(other.viewer)).not.toBeNull();
  });

  test("stands in nobody's way who holds the workspace and refers to the person", async () => {
    const id = randomUUID();
    const viewer = await ensureViewer(db(), { id, email: `${id}@example.test` }, now, secret);
    const { pool } = database();
    const holder = await pool.connect();
    try {
      await holder.query("BEGIN");
      await holder.query("SELECT FROM workspaces WHERE id = $1 FOR UPDATE", [viewer.workspace.id]);
      const asked = requestDeletion(toolsThat(), viewer);
      const waiting =
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
      await expect.poll(async () => (await pool.query(waiting)).rowCount).toBe(1);
      await holder.query(
        "INSERT INTO entitlement_overrides (profile_id, effect, feature, reason, created_by) VALUES ($1, 'grant', 'x', 'x', 'x')",
        [id],
      );
      await holder.query("ROLLBACK");
      await asked;
    } finally {
      holder.release();
    }
    expect((await profileOf(viewer)).deletionRequestedAt).not.toBeNull();
  });

  test("lets only one of two owners go, also when both ask at once", async () => {
    const newcomer = () =>
      ensureViewer(db(), { id: randomUUID(), email: `${randomUUID()}@example.test` }, now, secret);
    for (let round = 0; round < 10; round++) {
      const [one, two] = [await newcomer(), await newcomer()];
      await db().workspaceMember.create({
        data: { workspaceId: one.workspace.id, profileId: two.profileId, role: "OWNER" },
      });
      const asked = [one, two].map((viewer) => requestDeletion(toolsThat(), viewer));
      const outcomes = (await Promise.allSettled(asked)).map(({ status }) => status);
      expect(outcomes.toSorted()).toEqual(["fulfilled", "rejected"]);
      expect(await closedAt(one)).toBeNull();
    }
  });

  test("what is bought all the same is ended by the sweep, long before anything is erased", async () => {
    const { viewer, customer } = await makeOwner();
    await requestDeletion(toolsThat(), viewer);
    await subscribe(customer);
    await syncCustomer(toolsThat(), customer);
    expect(await later(dayMs, () => eraseDueAccounts(toolsThat()))).toMatchObject({
      ended: 1,
      erased: 0,
      failed: 0,
    });
    expect(await liveAtStripe(customer)).toBe(0);
    expect(await later(dayMs, () => eraseDueAccounts(toolsThat()))).toMatchObject({ ended: 0 });
  });
});

describe("the last admin", () => {
  const makeAdmins = async (count: number) => {
    await db().profile.updateMany({ where: { role: "ADMIN" }, data: { role: "USER" } });
    return Promise.all(
      Array.from({ length: count }, async () => {
        const id = randomUUID();
        const viewer = await ensureViewer(db(), { id, email: `${id}@example.test` }, now, secret);
        await db().profile.update({ where: { id }, data: { role: "ADMIN" } });
        return viewer;
      }),
    );
  };
  const refusal = { code: "conflict", details: { values: { reason: "own_last_admin" } } };

  test("keeps the account and its plan until somebody else is one who can act", async () => {
    await makeAdmins(0);
    const { viewer, customer } = await makeOwner();
    const { profileId } = viewer;
    await db().profile.update({ where: { id: profileId }, data: { role: "ADMIN" } });
    const other = await makeOwner();
    const paused = { role: "ADMIN" as const, pausedAt: now };
    await db().profile.update({ where: { id: other.viewer.profileId }, data: paused });
    await expect(requestDeletion(toolsThat(), viewer)).rejects.toMatchObject(refusal);
    expect(await liveAtStripe(customer)).toBe(1);
    expect((await profileOf(viewer)).deletionRequestedAt).toBeNull();
    await db().profile.update({ where: { id: other.viewer.profileId }, data: { pausedAt: null } });
    await requestDeletion(toolsThat(), viewer);
    await requestDeletion(toolsThat(), viewer);
    expect((await profileOf(viewer)).deletionRequestedAt).toEqual(now);
  });

  test("is left when all of them go at once", async () => {
    for (let round = 0; round < 10; round++) {
      const admins = await makeAdmins(3);
      const asked = await Promise.allSettled(admins.map((viewer) => requestDeletion(toolsThat(), viewer)));
      expect(asked.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "fulfilled", "rejected"]);
      const kept = { role: "ADMIN" as const, deletionRequestedAt: null };
      expect(await db().profile.count({ where: kept })).toBe(1);
    }
  });

  test("keeps nobody else from leaving", async () => {
    await makeAdmins(1);
    const { viewer } = await makeOwner();
    await requestDeletion(toolsThat(), viewer);
    expect((await profileOf(viewer)).deletionRequestedAt).toEqual(now);
  });
});
