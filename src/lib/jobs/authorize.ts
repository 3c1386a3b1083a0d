import { createHash, timingSafeEqual } from "node:crypto";
import { Refusal } from "#shared/errors.ts";

/**
 * Lets the platform's cron in, by the bearer token of JOBS_SECRET; without a secret nobody.
 * @throws Refusal `unauthenticated` without a token, `forbidden` with a wrong one
 */
export function requireJobsSecret(authorization: string | null, secret: string | undefined): void {
  const token = /^bearer (\S+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) throw new Refusal("unauthenticated");
  if (secret === undefined || !isEqual(token, secret)) throw new Refusal("forbidden");
}

/** Takes the same time wherever they differ, and however long they are. */
function isEqual(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
