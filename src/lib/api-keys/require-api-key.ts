import type { Prisma } from "#platform/db/prisma.ts";
import { consume } from "#platform/rate-limits/rate-limiter.ts";
import { Refusal } from "#shared/errors.ts";
import { hashKey, parseBearerKey } from "./key.ts";
import type { PlatformScope } from "./scopes.ts";
import { findLiveKey, type LiveKey, noteUse } from "./store.ts";

/**
 * Lets another program in by a key of the platform's in its `Authorization` header.
 * @returns how the audit names it
 * @throws Refusal `unauthenticated` without such a key, `forbidden` for one without the scope,
 *   `rate_limited`
 */
export async function requireApiKey(
  db: Prisma,
  authorization: string | null,
  scope: PlatformScope,
  now: Date,
): Promise<string> {
  const key = await requireLiveKey(db, authorization);
  // What a customer has made is no key of the platform's, whatever is written in it.
  if (key.member !== null) throw new Refusal("unauthenticated");
  await admit(db, key, scope, now);
  return `api_key:${key.id}`;
}

/** @throws Refusal `unauthenticated` for what is malformed, unknown or revoked */
export async function requireLiveKey(db: Prisma, authorization: string | null): Promise<LiveKey> {
  const text = parseBearerKey(authorization);
  const key = text === null ? null : await findLiveKey(db, hashKey(text));
  if (key === null) throw new Refusal("unauthenticated");
  return key;
}

/**
 * Counts one call of a key and notes it.
 * @throws Refusal `rate_limited`, `forbidden` without the scope
 */
export async function admit(db: Prisma, key: LiveKey, scope: string, now: Date): Promise<void> {
  await consume("api-key:key", key.id);
  await noteUse(db, key, now);
  if (!key.scopes.includes(scope)) {
    throw new Refusal("forbidden", { values: { reason: "missing_scope", scope } });
  }
}
