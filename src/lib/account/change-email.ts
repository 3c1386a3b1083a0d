import type { AuthClient } from "#lib/auth/auth-client.ts";
import { isAddressTaken, toRefusal } from "#lib/auth/auth-errors.ts";
import { requirePassword } from "#lib/auth/passwords.ts";
import { Refusal } from "#shared/errors.ts";

type Clients = {
  /** The session's own client. */
  session: AuthClient;
  /** A client that belongs to nobody; the password is checked with it. */
  anonymous: AuthClient;
};

/**
 * Asks for a new address: it counts once the link in the mail has been followed. An address that
 * belongs to somebody else is answered in the same way, and gets no mail.
 * @throws Refusal `validation`, `rate_limited`, `unauthenticated` or `unavailable`
 */
export async function changeEmail(
  { session, anonymous }: Clients,
  change: { from: string; to: string; currentPassword: string },
): Promise<void> {
  if (change.to === change.from.toLowerCase()) {
    throw new Refusal("validation", { fields: { email: ["email_same"] } });
  }
  await requirePassword(anonymous, change.from, change.currentPassword);
  // The check opened a session of its own, which nobody needs.
  await anonymous.signOut({ scope: "local" });
  const { error } = await session.updateUser({ email: change.to });
  if (error && !isAddressTaken(error)) throw toRefusal(error);
}
