import type { AuthClient } from "#lib/auth/auth-client.ts";
import { findPasswordProblem } from "#lib/auth/password-rules.ts";
import { requirePassword, setPassword } from "#lib/auth/passwords.ts";
import { Refusal } from "#shared/errors.ts";

/**
 * Changes the password of the session's owner: the session at hand is replaced by a fresh one,
 * all others end.
 * @throws Refusal `validation` for `current_password` or `password`, or `unavailable`
 */
export async function changePassword(
  session: AuthClient,
  change: { email: string; currentPassword: string; password: string },
): Promise<void> {
  const problem = findPasswordProblem(change.password, change.email);
  if (problem) throw new Refusal("validation", { fields: { password: [problem] } });
  await requirePassword(session, change.email, change.currentPassword);
  await setPassword(session, change.password);
}
