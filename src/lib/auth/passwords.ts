import { log } from "#platform/log/log.ts";
import { Refusal } from "#shared/errors.ts";
import type { AuthClient } from "./auth-client.ts";
import { toRefusal } from "./auth-errors.ts";
import { findPasswordProblem } from "./password-rules.ts";

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

/** @throws Refusal `validation` for the field `password` when it may not be this account's */
export function requireGoodPassword(password: string, email: string): void {
  const problem = findPasswordProblem(password, email);
  if (problem) throw new Refusal("validation", { fields: { password: [problem] } });
}

/**
 * Sets the password of the session's owner and ends all their other sessions.
 * @param email the account's address, which must not be the password
 * @throws Refusal `validation` for the field `password`, `unauthenticated` or `unavailable`
 */
export async function setPassword(auth: AuthClient, email: string, password: string): Promise<void> {
  requireGoodPassword(password, email);
  const { error } = await auth.updateUser({ password });
  if (error) throw toRefusal(error);
  const { error: leftOpen } = await auth.signOut({ scope: "others" });
  // The password is changed: a refusal now would have the old one asked for, which counts no more.
  if (leftOpen) log().error({ err: leftOpen }, "sessions outlived a changed password");
}
