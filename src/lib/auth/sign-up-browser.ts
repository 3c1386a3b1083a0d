import { createHash, randomUUID } from "node:crypto";
import { cookies } from "next/headers";
import { env } from "#lib/env/server.ts";
import { signUpCookieName, signUpCookieOptions } from "#shared/sign-up-cookie.ts";

// The account carries the hash alone: who reads it there cannot make the cookie from it.
const hash = (secret: string) => createHash("sha256").update(secret).digest("base64url");

/** This browser's mark, which an account made in it carries; made when it has none. */
export async function markSignUpBrowser(): Promise<string> {
  const jar = await cookies();
  const secret = jar.get(signUpCookieName)?.value || randomUUID();
  jar.set(signUpCookieName, secret, signUpCookieOptions(env().APP_URL));
  return hash(secret);
}

/** The mark of this browser; null when nobody has signed up in it. */
export async function findSignUpBrowser(): Promise<string | null> {
  const secret = (await cookies()).get(signUpCookieName)?.value;
  return secret ? hash(secret) : null;
}
