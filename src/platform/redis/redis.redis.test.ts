import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RedisServer, startRedisServer } from "../../../sandbox/testing/redis-server.ts";
import { createRedis, type Redis } from "./redis.ts";

let server: RedisServer;
let redis: Redis;

beforeAll(async () => {
  process.env.LOG_LEVEL = "silent";
  server = await startRedisServer();
  redis = createRedis(server.url, { connectTimeoutMs: 500, maxRetries: 2 });
});
afterAll(async () => {
  redis.close();
  await server.stop();
});
beforeEach(async () => {
  await expect.poll(() => redis.isThere, { timeout: 10_000 }).toBe(true);
});

const get = () => redis.ask((client) => client.get("nothing"));

/** Whether a command would be sent at all. */
async function isAsked(): Promise<boolean> {
  let asked = false;
  await redis.ask(async () => {
    asked = true;
  });
  return asked;
}

test("an answer is told apart from Redis being away", async () => {
  expect(await get()).toEqual({ value: null });
});

test("one that hangs costs one command its hundred milliseconds, and the next ones nothing", async () => {
  server.freeze();
  expect(await get()).toBeNull();
  expect(redis.isThere).toBe(false);
  expect(await isAsked()).toBe(false);
  server.thaw();
  await expect.poll(get, { timeout: 10_000 }).toEqual({ value: null });
});

test("one that hung for long is asked over a connection of its own making again", async () => {
  server.freeze();
  expect(await get()).toBeNull();
  const connections: string[] = [];
  redis.client.on("reconnecting", () => connections.push("again"));
  await expect.poll(() => connections.length, { timeout: 20_000 }).toBeGreaterThan(0);
  server.thaw();
  await expect.poll(get, { timeout: 10_000 }).toEqual({ value: null });
});

test("one that was killed is not asked, and asked again when it is back", async () => {
  await server.kill();
  await expect.poll(() => redis.isThere).toBe(false);
  expect(await get()).toBeNull();
  expect(await isAsked()).toBe(false);
  await server.restart();
  await expect.poll(get, { timeout: 10_000 }).toEqual({ value: null });
});

test("a command that nobody waits for any more is not carried out on the next connection", async () => {
  server.freeze();
  expect(await redis.ask((client) => client.set("late", "1"))).toBeNull();
  await server.restart();
  await expect.poll(get, { timeout: 10_000 }).toEqual({ value: null });
  expect(await redis.ask((client) => client.get("late"))).toEqual({ value: null });
});
