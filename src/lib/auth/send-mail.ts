import { env } from "#lib/env/server.ts";
import type { AuthClient } from "./auth-client.ts";
import { isAddressTaken, isMailPause, toRefusal } from "./auth-errors.ts";
import { unknownPassword } from "./redeem-link.ts";
import type { MailKind } from "./validation.ts";

type NewAccount = {
  email: string;
  password?: string;
  name: string;
  locale: string;
  /** The mark of the browser that signs up: only there does the password count at once. */
  browser: string;
};

/** The page to go on to, as Supabase takes it along into the mail's link. */
function goingOn(next: string | null) {
  return next === null ? {} : { emailRedirectTo: new URL(next, env().APP_URL).href };
}

/**
 * Makes an account and has its address confirmed by mail. An address that already has one gets
 * a mail to sign in with instead, so that both look the same from here. Without a password the
 * account gets one that nobody knows.
 * @param next the page to go on to after the link
 * @throws Refusal `unavailable`, `validation` or `rate_limited`
 */
export async function mailSignUp(
  auth: AuthClient,
  account: NewAccount,
  next: string | null = null,
): Promise<void> {
  const { email, password, name, locale, browser } = account;
  const { data, error } = await auth.signUp({
    email,
    password: password ?? unknownPassword(),
    options: {
      ...goingOn(next),
      data: { name, locale, sign_up_browser: browser, has_password: password !== undefined },
    },
  });
  // A known address is told by an error, or by a made-up user without identities.
  const isKnown = error ? isAddressTaken(error) || isMailPause(error) : data.user?.identities?.length === 0;
  if (isKnown) return mailSignInLink(auth, email, next);
  if (error) throw toRefusal(error);
}

/**
 * Sends a link that signs in, and confirms the address where that is still open. An unknown
 * address gets none, and the answer is the same.
 * @throws Refusal `unavailable`
 */
export async function mailSignInLink(
  auth: AuthClient,
  email: string,
  next: string | null = null,
): Promise<void> {
  const { error } = await auth.signInWithOtp({
    email,
    options: { ...goingOn(next), shouldCreateUser: false },
  });
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
export async function mailAgain(
  auth: AuthClient,
  kind: MailKind,
  email: string,
  next: string | null = null,
): Promise<void> {
  if (kind === "recovery") return mailRecovery(auth, email);
  if (kind === "sign-in") return mailSignInLink(auth, email, next);
  const { error } = await auth.resend({ type: "signup", email, options: goingOn(next) });
  if (!error) return;
  // Where the first mail cannot be repeated, a link that signs in confirms the address as well.
  if (isMailPause(error)) return mailSignInLink(auth, email, next);
  throw toRefusal(error);
}
