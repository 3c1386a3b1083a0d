import type { User } from "@supabase/supabase-js";
import { fetchUntil } from "#platform/http/fetch-within.ts";
import { Refusal } from "#shared/errors.ts";
import { secondMs } from "#shared/time.ts";
import type { AuthClient } from "./auth-client.ts";
import { isAuthOutage, toRefusal } from "./auth-errors.ts";
import { readSecondFactorAt } from "./read-second-factor.ts";

/** Somebody signed in, and when their second factor was shown in this session. */
export type AuthUser = { user: User; secondFactorAt: Date | null };

/** How long a page may wait to hear who is signed in. */
const deadlineMs = 4 * secondMs;

/**
 * The session's owner as Supabase knows them; null for nobody. With a token that has run out the
 * client would try to renew it for half a minute, however short each try is. So after the deadline
 * nobody waits for it, and it reaches Supabase no more: a renewal that comes too late to be kept
 * would use the refresh token up.
 * @param open makes the client of the request, on the given `fetch`
 * @throws Refusal `unavailable` when Supabase does not answer
 */
export async function findAuthUser(
  open: (fetch: typeof globalThis.fetch) => Promise<AuthClient>,
  withinMs = deadlineMs,
): Promise<AuthUser | null> {
  const deadline = AbortSignal.timeout(withinMs);
  const tooLate = new Promise<never>((_, reject) => {
    deadline.addEventListener("abort", () => reject(new Refusal("unavailable")));
  });
  const auth = await open(fetchUntil(deadline));
  return Promise.race([askForUser(auth), tooLate]);
}

/** Supabase checks the very token that is read afterwards: what it says can then be believed. */
async function askForUser(auth: AuthClient): Promise<AuthUser | null> {
  const { data, error: lost } = await auth.getSession();
  if (lost && isAuthOutage(lost)) throw toRefusal(lost);
  const token = data.session?.access_token;
  if (token === undefined) return null;
  const { data: found, error } = await auth.getUser(token);
  if (error && isAuthOutage(error)) throw toRefusal(error);
  const { user } = found;
  return user && { user, secondFactorAt: readSecondFactorAt(token, user) };
}
