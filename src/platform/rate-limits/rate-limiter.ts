import { createHmac } from "node:crypto";
import { Redis } from "ioredis";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
} from "rate-limiter-flexible";
import { env } from "#lib/env/server.ts";
import { pool } from "#platform/db/pool.ts";
import { log } from "#platform/log/log.ts";
import { once } from "#platform/process.ts";
import { Refusal } from "#shared/errors.ts";
import { type LimitName, limits } from "./limits.ts";

function redis(url: string): Redis {
  return once("rate-limits.redis", () => {
    const { REDIS_CONNECT_TIMEOUT_MS, REDIS_MAX_RETRIES } = env();
    const client = new Redis(url, {
      connectTimeout: REDIS_CONNECT_TIMEOUT_MS,
      maxRetriesPerRequest: REDIS_MAX_RETRIES,
      commandTimeout: 100,
      enableOfflineQueue: false,
    });
    client.on("error", (error) => log().warn({ err: error }, "redis is away; limits are kept in Postgres"));
    return client;
  });
}

/** Redis where there is one, else Postgres, else this process's memory: a limit always holds. */
function limiter(name: LimitName): RateLimiterAbstract {
  return once(`rate-limits.${name}`, () => {
    const { points, seconds: duration } = limits[name];
    const common = { keyPrefix: name, points, duration };
    const memory = new RateLimiterMemory(common);
    const postgres = new RateLimiterPostgres({
      ...common,
      // Unnamed statements pass through a transaction pooler; named ones do not.
      storeClient: { query: (q: { text: string; values: unknown[] }) => pool().query(q.text, q.values) },
      storeType: "client",
      tableName: "rate_limits",
      tableCreated: true,
      insuranceLimiter: memory,
    });
    const { REDIS_URL } = env();
    if (!REDIS_URL) return postgres;
    return new RateLimiterRedis({ ...common, storeClient: redis(REDIS_URL), insuranceLimiter: postgres });
  });
}

/** Addresses and e-mail addresses are counted, never stored: the key is a keyed hash. */
function hashed(key: string): string {
  return createHmac("sha256", env().APP_SECRET).update(key).digest("base64url").slice(0, 32);
}

/**
 * Counts one try under `key`.
 * @throws Refusal `rate_limited` with the seconds to wait when the limit is used up
 */
export async function consume(name: LimitName, key: string): Promise<void> {
  try {
    await limiter(name).consume(hashed(key));
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new Refusal("rate_limited", { retryAfterSeconds: Math.ceil(error.msBeforeNext / 1000) });
  }
}

/** Gives the tries under `key` back, after a success that shows they were honest. */
export async function forgive(name: LimitName, key: string): Promise<void> {
  await limiter(name).delete(hashed(key));
}
