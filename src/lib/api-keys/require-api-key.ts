import type { Prisma } from "#platform/db/prisma.ts";
import { consume } from "#platform/rate-limits/rate-limiter.ts";
import { Refusal } from "#shared/errors.ts";
import { minuteMs } from "#shared/time.ts";
import { hashKey, parseBearerKey, type Scope } from "./key.ts";

/** How exact the last use is kept: not every call is a write. */
const usedEveryMs = minuteMs;

/**
 * Lets another program in by the bearer key of its `Authorization` header.
 * @returns how the audit names it
 * @throws Refusal `unauthenticated` without a key that is good, `forbidden` for one without the
 *   scope, `rate_limited`
 */
export async function requireApiKey(
  db: Prisma,
  authorization: string | null,
  scope: Scope,
  now: Date,
): Promise<string> {
  const text = parseBearerKey(authorization);
  if (text === null) throw new Refusal("unauthenticated");
  // Found by its hash, so that no comparison tells how much of a guess was right.
  const key = await db.apiKey.findUnique({ where: { hash: hashKey(text) } });
  if (key === null || key.revokedAt !== null) throw new Refusal("unauthenticated");
  await consume("api-key:key", key.id);
  if (!key.scopes.includes(scope)) throw new Refusal("forbidden");
  const since = new Date(now.getTime() - usedEveryMs);
  if (key.lastUsedAt === null || key.lastUsedAt < since) {
    await db.apiKey.update({ where: { id: key.id }, data: { lastUsedAt: now } });
  }
  return `api_key:${key.id}`;
}
