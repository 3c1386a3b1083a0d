import { randomBytes } from "node:crypto";
import type { AuthClient } from "./auth-client.ts";
import { isAddressTaken, isMailPause, toRefusal } from "./auth-errors.ts";
import type { MailKind } from "./validation.ts";

type NewAccount = { email: string; password?: string; name: string; locale: string };

/**
 * Makes an account and has its address confirmed by mail. An address that already has one gets
 * a mail to sign in with instead, so that both look the same from here. Without a password the
 * account gets one that nobody knows.
 * @throws Refusal `unavailable`, `validation` or `rate_limited`
 */
export async function mailSignUp(auth: AuthClient, account: NewAccount): Promise<void> {
  const { email, name, locale } = account;
  const { data, error } = await auth.signUp({
    email,
    password: account.password ?? randomBytes(32).toString("base64url"),
    options: { data: { name, locale } },
  });
  // A known address is told by an error, or by a made-up user without identities.
  const isKnown = error ? isAddressTaken(error) || isMailPause(error) : data.user?.identities?.length === 0;
  if (isKnown) return mailSignInLink(auth, email);
  if (error) throw toRefusal(error);
}

/**
 * Sends a link that signs in, and confirms the address where that is still open. An unknown
 * address gets none, and the answer is the same.
 * @throws Refusal `unavailable`
 */
export async function mailSignInLink(auth: AuthClient, email: string): Promise<void> {
  const { error } = await auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
  if (error && error.code !== "otp_disabled" && error.code !== "signup_disabled" && !isMailPause(error)) {
    throw toRefusal(error);
  }
}

/**
 * Sends a link to choose a new password. An unknown address gets none, and the answer is the same.
 * @throws Refusal `unavailable`
 */
export async function mailRecovery(auth: AuthClient, email: string): Promise<void> {
  const { error } = await auth.resetPasswordForEmail(email);
  if (error && !isMailPause(error)) throw toRefusal(error);
}

/** Sends a mail of the kind once more. */
export async function mailAgain(auth: AuthClient, kind: MailKind, email: string): Promise<void> {
  if (kind === "recovery") return mailRecovery(auth, email);
  if (kind === "sign-in") return mailSignInLink(auth, email);
  const { error } = await auth.resend({ type: "signup", email });
  if (!error) return;
  // Where the first mail cannot be repeated, a link that signs in confirms the address as well.
  if (isMailPause(error)) return mailSignInLink(auth, email);
  throw toRefusal(error);
}
