import { Refusal } from "#shared/errors.ts";
import type { AuthClient } from "./auth-client.ts";
import { toRefusal } from "./auth-errors.ts";

/**
 * Signs in with a password.
 * @throws Refusal `invalid_credentials`, `email_not_confirmed` or `unavailable`
 */
export async function signInWithPassword(auth: AuthClient, email: string, password: string): Promise<void> {
  const { error } = await auth.signInWithPassword({ email, password });
  if (error) throw toRefusal(error);
}

/**
 * Checks the password of somebody who is signed in, under the field `current_password`. The
 * session at hand stays as it is when `auth` is a client of its own; with the session's own
 * client a right password starts a fresh session in its place.
 * @throws Refusal `validation` or `unavailable`
 */
export async function requirePassword(auth: AuthClient, email: string, password: string): Promise<void> {
  const { error } = await auth.signInWithPassword({ email, password });
  if (!error) return;
  const refusal = toRefusal(error);
  if (refusal.code !== "invalid_credentials") throw refusal;
  throw new Refusal("validation", { fields: { current_password: ["password_wrong"] } }, { cause: error });
}

/**
 * Sets the password of the session's owner and ends all their other sessions.
 * @throws Refusal `validation` for the field `password`, `unauthenticated` or `unavailable`
 */
export async function setPassword(auth: AuthClient, password: string): Promise<void> {
  const { error } = await auth.updateUser({ password });
  if (error) throw toRefusal(error);
  const { error: leftOpen } = await auth.signOut({ scope: "others" });
  if (leftOpen) throw toRefusal(leftOpen);
}
