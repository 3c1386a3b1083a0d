import type { AuthClient } from "#lib/auth/auth-client.ts";
import { requireGoodPassword, requirePassword, setPassword } from "#lib/auth/passwords.ts";

/**
 * Changes the password of the session's owner: the session at hand is replaced by a fresh one,
 * all others end.
 * @param check where the old password is tried; a session with a second factor would lose it by that,
 *   so it has the password tried elsewhere and stays
 * @throws Refusal `validation` for `current_password` or `password`, `second_factor` where there is
 *   one that was not shown, or `unavailable`
 */
export async function changePassword(
  session: AuthClient,
  change: { email: string; currentPassword: string; password: string },
  check = session,
): Promise<void> {
  // First, so that a bad new password does not renew the session.
  requireGoodPassword(change.password, change.email);
  await requirePassword(check, change.email, change.currentPassword);
  await setPassword(session, change.email, change.password);
}
