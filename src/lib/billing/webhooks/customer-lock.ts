import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Prisma } from "#platform/db/prisma.ts";
import { redis } from "#platform/redis/redis.ts";
import { secondMs } from "#shared/time.ts";
import { dropLease, takeLease } from "./lease.ts";

/** Longer than a customer is usually read; whoever dies with the lock holds it no longer. */
const heldMs = 20 * secondMs;
const patienceMs = 2 * secondMs;
const lookEveryMs = 50;

const releaseScript =
  "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end";

/**
 * Does the work while nobody else does it for the same customer, so that a burst of events reads
 * the customer once and not once each. It spares work and protects nothing: who has waited two
 * seconds goes on without it, and the fence in Postgres sees to it that the newest reading stays.
 */
export async function withCustomerLock<T>(
  db: Prisma,
  customerId: string,
  work: () => Promise<T>,
): Promise<T> {
  const key = `stripe-customer:${customerId}`;
  const release = await acquire(db, key);
  try {
    return await work();
  } finally {
    await release().catch(() => {
      // It ends by itself.
    });
  }
}

async function acquire(db: Prisma, key: string): Promise<() => Promise<unknown>> {
  const token = randomUUID();
  const until = performance.now() + patienceMs;
  do {
    const store = redis();
    const locked = await store?.ask((client) => client.set(key, token, "PX", heldMs, "NX"));
    if (locked?.value) {
      return async () => await store?.ask((client) => client.eval(releaseScript, 1, key, token));
    }
    if (!locked && (await takeLease(db, key, token, heldMs))) return () => dropLease(db, key, token);
    await sleep(lookEveryMs);
  } while (performance.now() < until);
  return async () => {};
}
