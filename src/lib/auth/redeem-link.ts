import { randomBytes } from "node:crypto";
import type { User } from "@supabase/supabase-js";
import { log } from "#platform/log/log.ts";
import { secondMs } from "#shared/time.ts";
import type { AuthClient } from "./auth-client.ts";
import { toRefusal } from "./auth-errors.ts";
import type { MailedLink } from "./validation.ts";

/** `other_mailbox`: the change of address also waits for the link in the other mailbox. */
export type RedeemedLink =
  | { outcome: "signed_in"; userId: string; mustChoosePassword: boolean }
  | { outcome: "other_mailbox" };

/** A password that nobody knows. */
export function unknownPassword(): string {
  return randomBytes(32).toString("base64url");
}

/**
 * Uses up a mailed link and signs its owner in. Anybody can sign up with a stranger's address and
 * a password of their own. So a password counts only where the address is confirmed in the very
 * browser that made the account; elsewhere it is replaced by one that nobody knows, and the
 * mailbox's owner chooses theirs (unless the account was made without one).
 * @param browser the mark of the browser at hand, null when it has none
 * @throws Refusal `link_expired` or `unavailable`
 */
export async function redeemLink(
  auth: AuthClient,
  link: Pick<MailedLink, "token_hash" | "type">,
  browser: string | null,
): Promise<RedeemedLink> {
  const { data, error } = await auth.verifyOtp({ token_hash: link.token_hash, type: link.type });
  if (error) throw toRefusal(error);
  const { user, session } = data;
  if (!user || !session) return { outcome: "other_mailbox" };
  const { sign_up_browser: madeIn, has_password: hasPassword } = user.user_metadata;
  const isStrange = isFirstArrival(user, link) && (browser === null || madeIn !== browser);
  if (isStrange) {
    const { error: kept } = await auth.updateUser({ password: unknownPassword() });
    // The link is used up: choosing a password, which comes next, replaces the first one as well.
    if (kept) log().error({ err: kept }, "a password from another browser could not be replaced");
  }
  return {
    outcome: "signed_in",
    userId: user.id,
    mustChoosePassword: isStrange && hasPassword !== false,
  };
}

/** Whether this very link has confirmed the address: Supabase writes both instants in one go. */
function isFirstArrival(user: User, { type }: Pick<MailedLink, "type">): boolean {
  if (type === "signup") return true;
  const [confirmed, signedIn] = [user.email_confirmed_at, user.last_sign_in_at].map((at) =>
    Date.parse(at ?? ""),
  );
  return Math.abs((signedIn ?? 0) - (confirmed ?? 0)) < 2 * secondMs;
}
