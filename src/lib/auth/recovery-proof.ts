import { createHmac, timingSafeEqual } from "node:crypto";
import { minuteMs } from "#shared/time.ts";

/** How long a new password may be chosen after the link was followed. */
export const recoveryTtlMs = 15 * minuteMs;

function signature(userId: string, expiresAtMs: number, secret: string): Buffer {
  return createHmac("sha256", secret).update(`recovery\n${userId}\n${expiresAtMs}`).digest();
}

/** A signed note that this person has just followed a link from their mailbox. */
export function signRecoveryProof(userId: string, now: Date, secret: string): string {
  const expiresAtMs = now.getTime() + recoveryTtlMs;
  return `${expiresAtMs}.${signature(userId, expiresAtMs, secret).toString("base64url")}`;
}

/** Whether the note is ours, is about this person, and has not run out. */
export function isRecoveryProof(
  proof: string | undefined,
  userId: string,
  now: Date,
  secret: string,
): boolean {
  const [expires = "", signed = ""] = proof?.split(".") ?? [];
  if (!/^\d{1,15}$/.test(expires)) return false;
  const expiresAtMs = Number(expires);
  const expected = signature(userId, expiresAtMs, secret);
  const given = Buffer.from(signed, "base64url");
  return given.length === expected.length && timingSafeEqual(given, expected) && expiresAtMs > now.getTime();
}
