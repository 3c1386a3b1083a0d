import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { makeSubscription, testPrices } from "#lib/billing/mirror/stripe-objects.testing.ts";
import { writeReading } from "#lib/billing/mirror/write-reading.ts";
import { insertCustomer } from "#lib/billing/store.ts";
import { makeCode, someAddress } from "#lib/promo/promo.testing.ts";
import { redeemPromo } from "#lib/promo/redemption.ts";
import { addOverride, endOverride } from "#lib/waivers/manage-overrides.ts";
import { grantWaiver, revokeWaiver } from "#lib/waivers/manage-waivers.ts";
import { ensureViewer } from "#lib/workspaces/ensure-viewer.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { findMisprojected, sweepProjection } from "./projection.ts";

const database = openTestDatabase();
const now = new Date("2027-05-01T12:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * dayMs);
const actor = "admin:test";

let viewer: Viewer;
let workspaceId: string;

beforeEach(async () => {
  const user = { id: randomUUID(), email: `${randomUUID()}@example.org` };
  viewer = await ensureViewer(db(), user, now, "secret");
  workspaceId = viewer.workspace.id;
});

const listed = () =>
  db().workspaceAccess.findUniqueOrThrow({
    where: { workspaceId },
    select: { tier: true, source: true, nextChangeAt: true },
  });
const wrong = async (at = now) => (await findMisprojected(db(), at)).filter((id) => id === workspaceId);
const isDue = async (at = now) => {
  const { nextChangeAt } = await listed();
  return nextChangeAt !== null && nextChangeAt <= at;
};
const onTrial = { tier: "premium", source: "trial", nextChangeAt: inDays(7) };

/** As every change leaves it: true at once, without a sweep. */
async function expectListed(access: Awaited<ReturnType<typeof listed>>): Promise<void> {
  expect(await listed()).toEqual(access);
  expect(await wrong()).toEqual([]);
}

describe("is written by every change of access:", () => {
  test("a sign-up, with whose the workspace is", async () => {
    await expectListed(onTrial);
    const { createdAt: signedUpAt } = await db().profile.findUniqueOrThrow({
      where: { id: viewer.profileId },
    });
    expect(await db().workspaceAccess.findFirst({ where: { profileId: viewer.profileId } })).toMatchObject({
      workspaceId,
      signedUpAt,
    });
  });

  test("a waiver that comes and goes", async () => {
    const waiver = { workspaceId, tier: "elite" as const, reason: "test", endsAt: inDays(30) };
    await grantWaiver(db(), actor, waiver, now);
    await expectListed({ tier: "elite", source: "waiver", nextChangeAt: inDays(7) });
    await revokeWaiver(db(), actor, workspaceId, "over", now);
    await expectListed(onTrial);
  });

  test("an override, by the instant of its end", async () => {
    const override = { workspaceId, effect: "deny", feature: "badges", reason: "test" } as const;
    const { id } = await addOverride(db(), actor, { ...override, endsAt: inDays(2) }, now);
    await expectListed({ ...onTrial, nextChangeAt: inDays(2) });
    await endOverride(db(), actor, id, "over", now);
    await expectListed(onTrial);
  });

  test("promo days, which go on where the trial ends", async () => {
    const { code } = await makeCode();
    await redeemPromo(db(), viewer, code, someAddress(), now);
    await expectListed(onTrial);
    await sweepProjection(db(), inDays(7));
    expect(await listed()).toMatchObject({ tier: "premium", source: "promo" });
  });

  test("a subscription that begins and ends, and the trial that waits meanwhile", async () => {
    const customerId = `cus_${randomUUID()}`;
    await insertCustomer(db(), { id: customerId, workspaceId });
    const read = (status: string) =>
      db().$transaction((tx) =>
        writeReading(
          tx,
          workspaceId,
          {
            customerId,
            isDeleted: false,
            currency: "usd",
            subscriptions: [makeSubscription({ id: `sub_${customerId}`, status })],
            invoices: [],
            missingSubscriptionIds: [],
            paymentMethods: [],
            defaultPaymentMethodId: null,
            returnedCharges: [],
          },
          { prices: testPrices, graceHours: 24 },
          now,
        ),
      );
    await read("active");
    await expectListed({ tier: "premium", source: "subscription", nextChangeAt: null });
    await read("canceled");
    await expectListed(onTrial);
  });
});

describe("the sweep", () => {
  test("writes down what time alone has changed, and finds nothing to do a second time", async () => {
    expect(await isDue(inDays(7))).toBe(true);
    expect(await sweepProjection(db(), inDays(7))).toBeGreaterThan(0);
    expect(await listed()).toEqual({ tier: "starter", source: "free", nextChangeAt: null });
    expect(await sweepProjection(db(), inDays(7))).toBe(0);
  });

  test("looks at a workspace that was changed past the product", async () => {
    const { pool } = database();
    await pool.query("UPDATE workspaces SET trial_ends_at = $2 WHERE id = $1", [workspaceId, inDays(-1)]);
    expect(await isDue()).toBe(true);
    await sweepProjection(db(), now);
    expect(await listed()).toEqual({ tier: "starter", source: "free", nextChangeAt: null });
  });

  test("and at one that was made there, whoever owns it", async () => {
    const { id } = await db().workspace.create({ data: { name: "Made", trialEndsAt: inDays(3) } });
    await sweepProjection(db(), now);
    expect(await db().workspaceAccess.findUnique({ where: { workspaceId: id } })).toMatchObject({
      tier: "premium",
      source: "trial",
      nextChangeAt: inDays(3),
    });
  });

  test("leaves out what a change of access holds, which writes it itself", async () => {
    await database().pool.query("UPDATE workspaces SET trial_ends_at = NULL WHERE id = $1", [workspaceId]);
    const client = await database().pool.connect();
    await client.query("BEGIN");
    await client.query("SELECT FROM workspace_access WHERE workspace_id = $1 FOR UPDATE", [workspaceId]);
    await sweepProjection(db(), now);
    expect(await isDue()).toBe(true);
    await client.query("ROLLBACK");
    client.release();
    await sweepProjection(db(), now);
    expect(await isDue()).toBe(false);
  });

  test("stops between two transactions when time is up", async () => {
    expect(await sweepProjection(db(), inDays(30), () => true)).toBe(0);
  });
});

describe("the comparison with the decision finds", () => {
  test.each([
    ["another tier", "tier = 'elite'"],
    ["another source", "source = 'promo'"],
    ["a change that is announced too late", "next_change_at = next_change_at + interval '1 hour'"],
    ["one that is not announced at all", "next_change_at = NULL"],
  ])("%s", async (_, planted) => {
    expect(await wrong()).toEqual([]);
    await database().pool.query(`UPDATE workspace_access SET ${planted} WHERE workspace_id = $1`, [
      workspaceId,
    ]);
    expect(await wrong()).toEqual([workspaceId]);
  });

  test("nothing of what is due anyway", async () => {
    await database().pool.query(
      "UPDATE workspace_access SET tier = 'elite', next_change_at = 'epoch' WHERE workspace_id = $1",
      [workspaceId],
    );
    expect(await wrong()).toEqual([]);
  });
});
