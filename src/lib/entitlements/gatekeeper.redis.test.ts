import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { createRedis, type Redis } from "#platform/redis/redis.ts";
import { type RedisServer, startRedisServer } from "../../../sandbox/testing/redis-server.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { Answers, type Asker } from "./cache/answers.ts";
import { fingerprint } from "./cache/fingerprint.ts";
import { RedisAnswers } from "./cache/redis-answers.ts";
import { findVersionedFacts } from "./store.ts";
import type { Tier } from "./tiers.ts";

openTestDatabase();
let server: RedisServer;
const connections: Redis[] = [];
const now = new Date();

beforeAll(async () => {
  server = await startRedisServer();
  for (let n = 0; n < 2; n++) {
    connections.push(createRedis(server.url, { connectTimeoutMs: 500, maxRetries: 2 }));
  }
});
afterAll(async () => {
  for (const redis of connections) redis.close();
  await server.stop();
});
beforeEach(async () => {
  server.thaw();
  await expect.poll(() => connections.every(({ isThere }) => isThere), { timeout: 10_000 }).toBe(true);
});

/** The gatekeeper of another process: a memory and a connection of its own. */
function newProcess(connection = 0): Answers {
  const redis = connections[connection];
  if (!redis) throw new Error("no such connection");
  return new Answers({
    findFacts: (workspaceId, profileId) => findVersionedFacts(db(), workspaceId, profileId),
    shared: new RedisAnswers(redis, true),
    isGated: true,
  });
}

const makeWorkspace = async () => (await db().workspace.create({ data: { name: "Test" } })).id;

/** What a request knows once it has read its viewer. */
async function askerOf(id: string, profileId: string = randomUUID()): Promise<Asker> {
  const { entitlementVersion } = await db().workspace.findUniqueOrThrow({ where: { id } });
  return { profileId, workspace: { id, entitlementVersion } };
}

async function grant(workspaceId: string, tier: Tier): Promise<void> {
  const revokedAt = new Date();
  const over = { revokedAt, revokedBy: "b", revokeReason: "r" };
  await db().$transaction([
    db().feeWaiver.updateMany({ where: { workspaceId, revokedAt: null }, data: over }),
    db().feeWaiver.create({ data: { workspaceId, tier, reason: "r", grantedBy: "b" } }),
  ]);
}

const keyOf = (workspaceId: string) => `entitlements:${fingerprint(true)}:${workspaceId}`;

/** Answered by one process and written to Redis. */
async function warmUp(asker: Asker, by = newProcess()): Promise<void> {
  await by.find(asker, now);
  await expect.poll(() => connections[0]?.client.hexists(keyOf(asker.workspace.id), asker.profileId)).toBe(1);
}

describe("what one process has found out", () => {
  test("the next one has from Redis, whole, and for five minutes at most", async () => {
    const id = await makeWorkspace();
    await grant(id, "elite");
    const asker = await askerOf(id);
    const first = newProcess();
    await warmUp(asker, first);
    const second = newProcess(1);
    expect(await second.find(asker, now)).toEqual(await first.find(asker, now));
    expect(second.counts).toEqual({ memory: 0, redis: 1, postgres: 0 });
    const ttlMs = (await connections[0]?.client.pttl(keyOf(id))) ?? 0;
    expect(ttlMs).toBeGreaterThan(0);
    expect(ttlMs).toBeLessThanOrEqual(300_000);
  });

  test("is a miss in every process once the workspace's access has changed", async () => {
    const id = await makeWorkspace();
    const before = await askerOf(id);
    const [first, second] = [newProcess(), newProcess(1)];
    await warmUp(before, first);
    await second.find(before, now);
    await grant(id, "elite");
    const asker = await askerOf(id, before.profileId);
    for (const one of [first, second]) expect((await one.find(asker, now)).tier).toBe("elite");
  });

  test("is forgotten where that is asked for", async () => {
    const asker = await askerOf(await makeWorkspace());
    const first = newProcess();
    await warmUp(asker, first);
    await first.forget(asker.workspace.id);
    const second = newProcess(1);
    await second.find(asker, now);
    expect(second.counts.postgres).toBe(1);
  });
});

describe("what lies in Redis and is not an answer", () => {
  const spoilt: [string, (key: string, profileId: string) => Promise<unknown>][] = [
    ["garbage", async (key, field) => connections[0]?.client.hset(key, field, "\u0000{garbage")],
    ["another shape", async (key, field) => connections[0]?.client.hset(key, field, '{"tier":"enterprise"}')],
    ["a string in place of the hash", async (key) => connections[0]?.client.set(key, "enterprise")],
    [
      "a list in place of the hash",
      async (key) => {
        await connections[0]?.client.del(key);
        await connections[0]?.client.lpush(key, "enterprise");
      },
    ],
    ["nothing, after a flush", () => server.flush()],
  ];
  test.each(spoilt)("%s is a miss, and is put right", async (_, spoil) => {
    const id = await makeWorkspace();
    await grant(id, "basic");
    const asker = await askerOf(id);
    await warmUp(asker);
    await spoil(keyOf(id), asker.profileId);
    const next = newProcess();
    expect((await next.find(asker, now)).tier).toBe("basic");
    expect(next.counts).toMatchObject({ redis: 0, postgres: 1 });
    expect(connections[0]?.isThere).toBe(true);
    await expect
      .poll(async () => {
        const another = newProcess(1);
        await another.find(asker, now);
        return another.counts.redis;
      })
      .toBe(1);
  });
});

describe("while Redis is away", () => {
  test("what was written before it froze is a miss after it, when the access changed meanwhile", async () => {
    const id = await makeWorkspace();
    const before = await askerOf(id);
    await warmUp(before);
    server.freeze();
    const during = newProcess();
    await grant(id, "elite");
    const asker = await askerOf(id, before.profileId);
    expect((await during.find(asker, now)).tier).toBe("elite");
    server.thaw();
    await expect.poll(() => connections.every(({ isThere }) => isThere), { timeout: 10_000 }).toBe(true);
    const after = newProcess(1);
    expect((await after.find(asker, now)).tier).toBe("elite");
  });

  test("one question finds that out, and the others do not ask it at all", async () => {
    const askers = await Promise.all(Array.from({ length: 20 }, async () => askerOf(await makeWorkspace())));
    server.freeze();
    const frozen = newProcess();
    const [first, ...others] = askers;
    if (!first) throw new Error("nobody asks");
    await frozen.find(first, now);
    expect(connections[0]?.isThere).toBe(false);
    for (const asker of others) expect((await frozen.find(asker, now)).tier).toBe("starter");
    expect(frozen.counts).toEqual({ memory: 0, redis: 0, postgres: 20 });
    // Asked while it was away, or written back to, it would have kept them for later.
    server.thaw();
    await expect.poll(() => connections[0]?.isThere, { timeout: 10_000 }).toBe(true);
    for (const { workspace } of others) {
      expect(await connections[0]?.client.exists(keyOf(workspace.id))).toBe(0);
    }
  });

  test("answers stay right while it is frozen, killed, started again and flushed under load", async () => {
    const id = await makeWorkspace();
    const profileId = randomUUID();
    const processes = [newProcess(), newProcess(1)];
    const ladder: Tier[] = ["starter"];
    let [committed, answered] = [0, 0];
    let isOver = false;
    const wrong: string[] = [];
    /** Asks as requests do: the viewer first, then what they may do. */
    const askOn = async (answers: Answers) => {
      while (!isOver) {
        const from = committed;
        const { tier } = await answers.find(await askerOf(id, profileId), now);
        answered++;
        // A change that is made while one asks may be seen or not; one that was made before must be.
        if (!ladder.slice(from).includes(tier)) wrong.push(`${tier} when it was ${ladder.slice(from)}`);
      }
    };
    const askers = processes.flatMap((one) => Array.from({ length: 4 }, () => askOn(one)));
    const change = async (tier: Tier) => {
      ladder.push(tier);
      await grant(id, tier);
      committed = ladder.length - 1;
      const enough = answered + 80;
      await expect.poll(() => answered, { timeout: 20_000 }).toBeGreaterThan(enough);
    };
    await change("basic");
    server.freeze();
    await change("premium");
    server.thaw();
    await change("exclusive");
    await server.kill();
    await change("elite");
    await server.restart();
    await change("enterprise");
    await server.flush();
    await change("starter");
    isOver = true;
    await Promise.all(askers);
    expect(wrong).toEqual([]);
    expect(processes.every(({ counts }) => counts.memory > 0)).toBe(true);
  });
});
