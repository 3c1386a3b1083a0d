import { describe, expect, test } from "vitest";
import { codesPerStatement } from "#lib/codes/many-codes.ts";
import { Redirects } from "#lib/redirects/redirects.ts";
import { createListener, type Listener } from "#platform/db/listener.ts";
import { createPool } from "#platform/db/pool.ts";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { closedAt, openAccountStage, profileOf } from "../../../sandbox/testing/account-stage.ts";
import { undoDays } from "./deletion.ts";
import { keepAccount } from "./keep-account.ts";
import { requestDeletion } from "./request-deletion.ts";

const { database, now, toolsThat, makeOwner, makeCode, liveAtStripe, erase } = openAccountStage();

describe("the codes of an account that is to be deleted", () => {
  async function withRedirects(work: (status: (slug: string) => Promise<number>) => Promise<void>) {
    const pool = createPool(database().url, 2);
    const redirects = new Redirects({ pool, trustedProxy: "none", ownHosts: [], isSecure: false });
    let isListening = false;
    const listener: Listener = createListener({
      url: database().url,
      channel: "code_changed",
      onNotification: (slug) => redirects.cache.invalidate(slug),
      onConnect: () => {
        isListening = true;
        redirects.cache.setListening(true);
      },
      onDisconnect: () => redirects.cache.setListening(false),
    });
    await expect.poll(() => isListening).toBe(true);
    const request = { isHead: true, header: () => undefined, socketAddress: "192.0.2.1" };
    await work(async (segment) => (await redirects.answer({ segment, ...request })).status);
    await listener.close();
    await redirects.recorder.close(1_000);
    await pool.end();
  }
  const withinASecond = { timeout: 1_000, interval: 10 };

  test("answer 410 within a second, and lead on again within a second once it is kept", async () => {
    const { viewer, slug } = await makeOwner();
    await withRedirects(async (status) => {
      expect(await status(slug)).toBe(302);
      await requestDeletion(toolsThat(), viewer);
      await expect.poll(() => status(slug), withinASecond).toBe(410);
      await keepAccount(db(), viewer.profileId, now);
      await expect.poll(() => status(slug), withinASecond).toBe(302);
    });
  });
});

describe("keeping the account", () => {
  test("brings back what Free holds, and not the plan", async () => {
    const { viewer, customer } = await makeOwner();
    const workspaceId = viewer.workspace.id;
    for (let more = 0; more < 11; more++) await makeCode(workspaceId);
    await requestDeletion(toolsThat(), viewer);
    await keepAccount(db(), viewer.profileId, now);
    await keepAccount(db(), viewer.profileId, now);
    expect(await closedAt(viewer)).toBeNull();
    expect((await profileOf(viewer)).deletionRequestedAt).toBeNull();
    expect(await liveAtStripe(customer)).toBe(0);
    expect(await db().qrCode.count({ where: { workspaceId, isActive: true } })).toBe(10);
    expect(await db().auditEvent.count({ where: { workspaceId, action: "account.kept" } })).toBe(1);
    expect(await erase()).toMatchObject({ failed: 0 });
    expect((await profileOf(viewer)).erasedAt).toBeNull();
  });

  test("works with thousands of codes, and so does the erasure", async () => {
    const { viewer } = await makeOwner();
    const workspaceId = viewer.workspace.id;
    const many = 2 * codesPerStatement + 10;
    await database().pool.query(
      `INSERT INTO qr_codes (id, workspace_id, slug, name, destination, updated_at)
       SELECT gen_random_uuid(), $1::uuid, $1::uuid || '-' || n, 'Code', 'https://example.com/', now()
       FROM generate_series(2, $2::int) n`,
      [workspaceId, many],
    );
    const paused = { workspaceId, isActive: false, pauseReason: "plan" as const };
    await requestDeletion(toolsThat(), viewer);
    expect(await db().qrCode.count({ where: paused })).toBe(many - 10);
    await keepAccount(db(), viewer.profileId, now);
    expect(await db().qrCode.count({ where: paused })).toBe(many - 10);
    await requestDeletion(toolsThat(), viewer);
    expect(await erase()).toMatchObject({ failed: 0 });
    const emptied = { workspaceId, name: "", destination: "", pauseNote: null, deletedAt: { not: null } };
    expect(await db().qrCode.count({ where: emptied })).toBe(many);
  });

  test("is refused once the time is over", async () => {
    const { viewer } = await makeOwner();
    await requestDeletion(toolsThat(), viewer);
    const tooLate = new Date(now.getTime() + undoDays * dayMs);
    await expect(keepAccount(db(), viewer.profileId, tooLate)).rejects.toMatchObject({ code: "forbidden" });
    expect(await closedAt(viewer)).not.toBeNull();
  });
});
