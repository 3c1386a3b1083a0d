import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { fingerprint } from "#lib/entitlements/cache/fingerprint.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { limits } from "#platform/rate-limits/limits.ts";
import { redis } from "#platform/redis/redis.ts";
import { makeOwner } from "../../../sandbox/drills/owners.ts";
import { type RedisServer, startRedisServer } from "../../../sandbox/testing/redis-server.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { answerOf, makeCode, someAddress } from "./promo.testing.ts";
import { redeemPromo } from "./redemption.ts";

const database = openTestDatabase();
let server: RedisServer;
const { points } = limits["promo:account"];

beforeAll(async () => {
  server = await startRedisServer();
  process.env.REDIS_URL = server.url;
});
afterAll(async () => {
  redis()?.close();
  await server.stop();
});
beforeEach(async () => {
  await server.restart();
  await expect.poll(() => redis()?.isThere, { timeout: 10_000 }).toBe(true);
});

const redeem = (viewer: Viewer, code: string, address = someAddress()) =>
  answerOf(redeemPromo(db(), viewer, code, address, new Date()));

/** So many guesses at once, and how many of them were evaluated. */
async function guess(viewer: Viewer, address: string, times: number): Promise<number> {
  const answers = await Promise.all(
    Array.from({ length: times }, () => redeem(viewer, "NOSUCHCODE", address)),
  );
  expect(answers.filter((one) => one !== "promo_unknown" && one !== "rate_limited")).toEqual([]);
  return answers.filter((one) => one === "promo_unknown").length;
}

const countedInPostgres = async () => {
  const { rows } = await database().pool.query(
    "SELECT coalesce(sum(points), 0)::int AS sum FROM rate_limits WHERE key LIKE 'promo:account:%'",
  );
  return rows[0].sum;
};

test("Redis spares Postgres what is refused anyway, and a legitimate user elsewhere goes on", async () => {
  const [guesser, address] = [await makeOwner(0), someAddress()];
  const before = await countedInPostgres();
  expect(await guess(guesser, address, 200)).toBe(points);
  expect((await countedInPostgres()) - before).toBe(points);
  const { code } = await makeCode();
  expect(await redeem(guesser, code, address)).toBe("rate_limited");
  expect(await redeem(await makeOwner(0), code)).toBe("redeemed");
});

test.each<[string, () => Promise<void> | void]>([
  ["is killed", () => server.kill()],
  ["is emptied", () => server.flush()],
  ["answers nothing any more", () => server.freeze()],
  ["comes back empty", () => server.restart()],
])("a Redis that %s in the middle gives nobody another try", async (_, befall) => {
  const [guesser, address] = [await makeOwner(0), someAddress()];
  const first = await guess(guesser, address, points - 4);
  expect(first).toBe(points - 4);
  await befall();
  expect(await guess(guesser, address, 40)).toBe(4);
  const { code } = await makeCode();
  expect(await redeem(guesser, code, address)).toBe("rate_limited");
  expect(await redeem(await makeOwner(0), code)).toBe("redeemed");
  server.thaw();
});

test("successes are given back in Redis, too", async () => {
  const [viewer, address] = [await makeOwner(0), someAddress()];
  for (let turn = 0; turn < points + 3; turn++) {
    expect(await redeem(viewer, (await makeCode()).code, address)).toBe("redeemed");
  }
});

test("what the gatekeeper kept of the workspace is forgotten", async () => {
  const viewer = await makeOwner(0);
  const key = `entitlements:${fingerprint(true)}:${viewer.workspace.id}`;
  const isKept = () => redis()?.client.exists(key);
  await gatekeeper().getEntitlements(viewer, new Date());
  await expect.poll(isKept).toBe(1);
  expect(await redeem(viewer, (await makeCode()).code)).toBe("redeemed");
  expect(await isKept()).toBe(0);
});
