import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ensureViewer, type KnownViewer } from "#lib/workspaces/ensure-viewer.ts";
import { pool } from "#platform/db/pool.ts";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { gatekeeper } from "./gatekeeper.ts";

openTestDatabase();
const now = new Date();
const inAnHour = new Date(now.getTime() + 3_600_000);

/** What every request does first. */
function comeAgain({ profileId: id, email }: KnownViewer): Promise<KnownViewer> {
  return ensureViewer(db(), { id, email }, now, "secret");
}

/** Somebody whose trial has just begun. */
function comeFirst(): Promise<KnownViewer> {
  const id = randomUUID();
  return ensureViewer(db(), { id, email: `${id}@example.test` }, now, "secret");
}

/** How many times something asked the database. */
async function queriesOf(run: () => Promise<unknown>): Promise<number> {
  let queries = 0;
  const count = () => queries++;
  pool().on("acquire", count);
  await run();
  pool().off("acquire", count);
  return queries;
}

const about = { effect: "deny" as const, feature: "csv_export", reason: "r", createdBy: "b" };

describe("a check that is kept", () => {
  test("adds no query to a request", async () => {
    const viewer = await comeFirst();
    expect(await queriesOf(() => gatekeeper().getCurrentTier(viewer, now))).toBe(1);
    const bare = await queriesOf(() => comeAgain(viewer));
    expect(bare).toBeGreaterThan(0);
    const checked = await queriesOf(async () => {
      const asker = await comeAgain(viewer);
      await gatekeeper().getEntitlements(asker, now);
      expect((await gatekeeper().checkAccess(asker, "csv_export", now)).canAccess).toBe(true);
      expect(await gatekeeper().getCurrentTier(asker, now)).toBe("premium");
    });
    expect(checked).toBe(bare);
  });

  test("says where a plan that has more can be had", async () => {
    const viewer = await comeFirst();
    const asked = await gatekeeper().checkAccess(viewer, "sso", now);
    expect(asked).toMatchObject({
      canAccess: false,
      requiredTier: "enterprise",
      upgradeUrl: "http://127.0.0.1:3000/dashboard/billing",
    });
  });

  test("is true again in the next request after any change, by whatever hand", async () => {
    const viewer = await comeFirst();
    const { id } = viewer.workspace;
    const tier = async () => gatekeeper().getCurrentTier(await comeAgain(viewer), now);
    expect(await tier()).toBe("premium");
    await db().workspace.update({ where: { id }, data: { trialEndsAt: null } });
    expect(await tier()).toBe("starter");
    const waiver = await db().feeWaiver.create({
      data: { workspaceId: id, tier: "elite", reason: "r", grantedBy: "b", endsAt: inAnHour },
    });
    expect(await tier()).toBe("elite");
    await db().feeWaiver.delete({ where: { id: waiver.id } });
    expect(await tier()).toBe("starter");
  });

  test("is not taken from a change that was undone", async () => {
    const viewer = await comeFirst();
    const { id } = viewer.workspace;
    const undone = db().$transaction(async (tx) => {
      await tx.workspace.update({ where: { id }, data: { trialEndsAt: null } });
      expect(await gatekeeper().getCurrentTier(viewer, now)).toBe("premium");
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await gatekeeper().getCurrentTier(await comeAgain(viewer), now)).toBe("premium");
  });

  test("is of the person who asks, also of one who left, of whom something was said, and who came back", async () => {
    const viewer = await comeFirst();
    const other = await comeFirst();
    const membership = { workspaceId: viewer.workspace.id, profileId: other.profileId };
    const asOther = async () => {
      const { entitlementVersion } = (await comeAgain(viewer)).workspace;
      const asker = {
        profileId: other.profileId,
        workspace: { id: viewer.workspace.id, entitlementVersion },
      };
      return (await gatekeeper().checkAccess(asker, "csv_export", now)).reason;
    };
    await db().workspaceMember.create({ data: { ...membership, role: "MEMBER" } });
    expect(await asOther()).toBe("included");
    await db().workspaceMember.delete({ where: { workspaceId_profileId: membership } });
    await db().entitlementOverride.create({ data: { ...about, profileId: other.profileId } });
    await db().workspaceMember.create({ data: { ...membership, role: "MEMBER" } });
    expect(await asOther()).toBe("denied");
    expect((await gatekeeper().checkAccess(await comeAgain(viewer), "csv_export", now)).reason).toBe(
      "included",
    );
  });

  test("is forgotten when that is asked for", async () => {
    const viewer = await comeFirst();
    await gatekeeper().getCurrentTier(viewer, now);
    await gatekeeper().invalidateCache(viewer.workspace.id);
    expect(await queriesOf(() => gatekeeper().getCurrentTier(viewer, now))).toBe(1);
  });
});

test("a page's parts that ask together cost one query", async () => {
  const viewer = await comeFirst();
  const ask = () => gatekeeper().getEntitlements(viewer, now);
  expect(await queriesOf(() => Promise.all([ask(), ask(), ask()]))).toBe(1);
});
