import { env } from "#lib/env/server.ts";

/** Whether Supabase Auth answers within `withinMs`. */
export async function isAuthReachable(withinMs = 1_500): Promise<boolean> {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env();
  try {
    const answer = await fetch(`${SUPABASE_URL}/auth/v1/health`, {
      headers: { apikey: SUPABASE_PUBLISHABLE_KEY },
      signal: AbortSignal.timeout(withinMs),
      cache: "no-store",
    });
    return answer.ok;
  } catch {
    return false;
  }
}
