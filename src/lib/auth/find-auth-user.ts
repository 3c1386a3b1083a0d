import type { User } from "@supabase/supabase-js";
import { fetchUntil } from "#platform/http/fetch-within.ts";
import { Refusal } from "#shared/errors.ts";
import { secondMs } from "#shared/time.ts";
import type { AuthClient } from "./auth-client.ts";
import { isAuthOutage, toRefusal } from "./auth-errors.ts";

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
): Promise<User | null> {
  const deadline = AbortSignal.timeout(withinMs);
  const tooLate = new Promise<never>((_, reject) => {
    deadline.addEventListener("abort", () => reject(new Refusal("unavailable")));
  });
  const auth = await open(fetchUntil(deadline));
  const { data, error } = await Promise.race([auth.getUser(), tooLate]);
  if (error && isAuthOutage(error)) throw toRefusal(error);
  return data.user;
}
