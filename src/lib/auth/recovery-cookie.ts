import { cookies } from "next/headers";
import { env } from "#lib/env/server.ts";
import { sessionCookieOptions } from "#shared/session-cookies.ts";
import { isRecoveryProof, recoveryTtlMs, signRecoveryProof } from "./recovery-proof.ts";

const cookieName = "recovery";

/** Notes in this browser that its owner may choose a new password without the old one. */
export async function rememberRecovery(userId: string, now: Date): Promise<void> {
  const { APP_SECRET, APP_URL } = env();
  (await cookies()).set(cookieName, signRecoveryProof(userId, now, APP_SECRET), {
    ...sessionCookieOptions(APP_URL),
    maxAge: recoveryTtlMs / 1000,
  });
}

export async function isInRecovery(userId: string, now: Date): Promise<boolean> {
  return isRecoveryProof((await cookies()).get(cookieName)?.value, userId, now, env().APP_SECRET);
}

export async function forgetRecovery(): Promise<void> {
  (await cookies()).delete(cookieName);
}
