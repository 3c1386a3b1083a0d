import { isAuthReachable } from "#platform/auth/reachable.ts";
import { pool } from "#platform/db/pool.ts";
import { isReachable } from "#platform/db/reachable.ts";

const word = (isThere: boolean) => (isThere ? "ok" : "away");

/**
 * Whether this process can do its work. Without Postgres it answers 503; without Supabase Auth
 * it says so but stays ready, because printed codes need nobody to sign in.
 */
export async function GET(): Promise<Response> {
  const [hasDatabase, hasAuth] = await Promise.all([isReachable(pool()), isAuthReachable()]);
  return Response.json(
    {
      status: hasDatabase ? "ready" : "unavailable",
      checks: { postgres: word(hasDatabase), auth: word(hasAuth) },
    },
    { status: hasDatabase ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
