import { type RateLimiterAbstract, RateLimiterPostgres, type RateLimiterRes } from "rate-limiter-flexible";
import { pool } from "#platform/db/pool.ts";
import { log } from "#platform/log/log.ts";
import { once } from "#platform/process.ts";
import { type Redis, redis } from "#platform/redis/redis.ts";
import { Refusal } from "#shared/errors.ts";
import { type LimitName, limits } from "./limits.ts";
import { blocked, hashed, redisLimiter } from "./rate-limiter.ts";

// Limits that must hold whatever dies. Postgres counts every try that is let through; Redis, where
// there is one, only spares it those that are refused anyway. So neither the loss of Redis nor an
// empty one gives anybody more tries, and without Postgres nobody is let through.

/** One thing that a try is counted by. */
export type Counted = { name: LimitName; key: string };

function keptLimiter(name: LimitName): RateLimiterAbstract {
  return once(`rate-limits.kept.${name}`, () => {
    const { points, seconds: duration } = limits[name];
    return new RateLimiterPostgres({
      keyPrefix: name,
      points,
      duration,
      storeClient: { query: (q: { text: string; values: unknown[] }) => pool().query(q.text, q.values) },
      storeType: "client",
      tableName: "rate_limits",
      tableCreated: true,
    });
  });
}

/**
 * Counts one try under each of the keys, or, when one is used up, under none of them.
 * @throws Refusal `rate_limited` with the seconds to wait; `unavailable` where nothing counts
 */
export async function consumeKept(tries: readonly Counted[]): Promise<void> {
  for (const [at, one] of tries.entries()) {
    const used = await consumeOne(one);
    if (used === null) continue;
    await giveBack(tries.slice(0, at));
    throw new Refusal("rate_limited", { retryAfterSeconds: Math.ceil(used.msBeforeNext / 1000) });
  }
}

/** A try that was refused is no try: it is given back at once. */
async function consumeOne({ name, key }: Counted): Promise<RateLimiterRes | null> {
  const store = redis();
  const seen = await store?.ask(() => blocked(redisLimiter(name, store).consume(hashed(key))));
  if (store && seen?.value) {
    await giveBackToRedis(store, { name, key });
    return seen.value;
  }
  const used = await orUnavailable(() => blocked(keptLimiter(name).consume(hashed(key))));
  if (used) await giveBack([{ name, key }]);
  return used;
}

/** Gives tries back that were honest, or were none. What cannot be given back stays counted. */
export async function giveBack(tries: readonly Counted[]): Promise<void> {
  const store = redis();
  for (const one of tries) {
    if (store) await giveBackToRedis(store, one);
    try {
      // Not the package's `reward`: that would begin a new period with one try more than there are.
      await pool().query(
        "UPDATE rate_limits SET points = points - 1 WHERE key = $1 AND points > 0 AND expire > $2",
        [keptLimiter(one.name).getKey(hashed(one.key)), Date.now()],
      );
    } catch (err) {
      log().warn({ err }, "a try could not be given back");
    }
  }
}

async function giveBackToRedis(store: Redis, { name, key }: Counted): Promise<void> {
  await store.ask(() => redisLimiter(name, store).reward(hashed(key)));
}

/**
 * Counts under a key, whether or not its limit is used up.
 * @returns whether this one was the first beyond the limit
 */
export async function isFirstBeyond({ name, key }: Counted): Promise<boolean> {
  const used = await blocked(keptLimiter(name).consume(hashed(key)));
  return used?.consumedPoints === limits[name].points + 1;
}

async function orUnavailable<T>(count: () => Promise<T>): Promise<T> {
  try {
    return await count();
  } catch (error) {
    log().warn({ err: error }, "a try could not be counted");
    throw new Refusal("unavailable", { retryAfterSeconds: 2 }, { cause: error });
  }
}
