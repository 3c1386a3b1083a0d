import { createHash, randomUUID } from "node:crypto";
import { cookies } from "next/headers";
import { env } from "#lib/env/server.ts";
import { sessionCookieOptions } from "#shared/session-cookies.ts";
import { dayMs } from "#shared/time.ts";

const cookieName = "sign_up";
/** Longer than anybody takes to look into their mailbox. */
const keptMs = 30 * dayMs;

// The account carries the hash alone: who reads it there cannot make the cookie from it.
const hash = (secret: string) => createHash("sha256").update(secret).digest("base64url");

/** This browser's mark, which an account made in it carries; made when it has none. */
export async function markSignUpBrowser(): Promise<string> {
  const jar = await cookies();
  const secret = jar.get(cookieName)?.value || randomUUID();
  jar.set(cookieName, secret, { ...sessionCookieOptions(env().APP_URL), maxAge: keptMs / 1000 });
  return hash(secret);
}

/** The mark of this browser; null when nobody has signed up in it. */
export async function findSignUpBrowser(): Promise<string | null> {
  const secret = (await cookies()).get(cookieName)?.value;
  return secret ? hash(secret) : null;
}
