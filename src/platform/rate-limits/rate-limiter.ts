import { createHmac } from "node:crypto";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  type RateLimiterRes,
} from "rate-limiter-flexible";
import { env } from "#lib/env/server.ts";
import { pool } from "#platform/db/pool.ts";
import { once } from "#platform/process.ts";
import { type Redis, redis } from "#platform/redis/redis.ts";
import { Refusal } from "#shared/errors.ts";
import { type LimitName, limits } from "./limits.ts";

/** Postgres, or else this process's memory: a limit always holds. */
function postgresLimiter(name: LimitName): RateLimiterAbstract {
  return once(`rate-limits.${name}`, () => {
    const { points, seconds: duration } = limits[name];
    const common = { keyPrefix: name, points, duration };
    return new RateLimiterPostgres({
      ...common,
      // Unnamed statements pass through a transaction pooler; named ones do not.
      storeClient: { query: (q: { text: string; values: unknown[] }) => pool().query(q.text, q.values) },
      storeType: "client",
      tableName: "rate_limits",
      tableCreated: true,
      insuranceLimiter: new RateLimiterMemory(common),
    });
  });
}

export function redisLimiter(name: LimitName, { client }: Redis): RateLimiterAbstract {
  return once(`rate-limits.redis.${name}`, () => {
    const { points, seconds: duration } = limits[name];
    return new RateLimiterRedis({ keyPrefix: name, points, duration, storeClient: client });
  });
}

/** Redis where there is one that answers, else Postgres. @returns what stands in the way, if anything */
async function count(name: LimitName, key: string): Promise<RateLimiterRes | null> {
  const store = redis();
  const counted = await store?.ask(() => blocked(redisLimiter(name, store).consume(key)));
  return counted ? counted.value : blocked(postgresLimiter(name).consume(key));
}

/**
 * A limit that is used up rejects like an error, and is none. It is known by its shape: limiters are
 * made once in a process, and Next's bundles have classes of their own.
 */
export async function blocked(answer: Promise<RateLimiterRes>): Promise<RateLimiterRes | null> {
  try {
    await answer;
    return null;
  } catch (error) {
    if (isUsedUp(error)) return error;
    throw error;
  }
}

function isUsedUp(error: unknown): error is RateLimiterRes {
  return !(error instanceof Error) && typeof error === "object" && error !== null && "msBeforeNext" in error;
}

/** Addresses and e-mail addresses are counted, never stored: the key is a keyed hash. */
export function hashed(key: string): string {
  return createHmac("sha256", env().APP_SECRET).update(key).digest("base64url").slice(0, 32);
}

/**
 * Counts one try under `key`.
 * @throws Refusal `rate_limited` with the seconds to wait when the limit is used up
 */
export async function consume(name: LimitName, key: string): Promise<void> {
  const used = await count(name, hashed(key));
  if (used) throw new Refusal("rate_limited", { retryAfterSeconds: Math.ceil(used.msBeforeNext / 1000) });
}

/** Gives the tries under `key` back, after a success that shows they were honest. */
export async function forgive(name: LimitName, key: string): Promise<void> {
  const store = redis();
  await store?.ask(() => redisLimiter(name, store).delete(hashed(key)));
  await postgresLimiter(name).delete(hashed(key));
}
