import type { AuthClient } from "#lib/auth/auth-client.ts";
import { requireGoodPassword, requirePassword, setPassword } from "#lib/auth/passwords.ts";

/**
 * Changes the password of the session's owner: the session at hand is replaced by a fresh one,
 * all others end.
 * @throws Refusal `validation` for `current_password` or `password`, or `unavailable`
 */
export async function changePassword(
  session: AuthClient,
  change: { email: string; currentPassword: string; password: string },
): Promise<void> {
  // First, so that a bad new password does not renew the session.
  requireGoodPassword(change.password, change.email);
  await requirePassword(session, change.email, change.currentPassword);
  await setPassword(session, change.email, change.password);
}
