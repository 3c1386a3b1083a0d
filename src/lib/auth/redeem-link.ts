import type { AuthClient } from "./auth-client.ts";
import { toRefusal } from "./auth-errors.ts";
import type { MailedLink } from "./validation.ts";

/** `other_mailbox`: the change of address also waits for the link in the other mailbox. */
export type RedeemedLink = { outcome: "signed_in"; userId: string } | { outcome: "other_mailbox" };

/**
 * Uses up a mailed link and signs its owner in.
 * @throws Refusal `link_expired` or `unavailable`
 */
export async function redeemLink(auth: AuthClient, link: MailedLink): Promise<RedeemedLink> {
  const { data, error } = await auth.verifyOtp(link);
  if (error) throw toRefusal(error);
  return data.user && data.session
    ? { outcome: "signed_in", userId: data.user.id }
    : { outcome: "other_mailbox" };
}
