import { isAuthReachable } from "#platform/auth/reachable.ts";
import { pool } from "#platform/db/pool.ts";
import { isReachable } from "#platform/db/reachable.ts";
import { route } from "#platform/next/route.ts";
import { once } from "#platform/process.ts";
import { sharedAnswer } from "#platform/shared-answer.ts";
import { secondMs } from "#shared/time.ts";

const word = (isThere: boolean) => (isThere ? "ok" : "away");

/** Every page that shows an outage asks every two seconds: they must not add to it. */
const look = () =>
  once("ready", () => sharedAnswer(secondMs, () => Promise.all([isReachable(pool()), isAuthReachable()])));

/**
 * Whether this process can do its work. Without Postgres it answers 503; without Supabase Auth
 * it says so but stays ready, because printed codes need nobody to sign in.
 */
export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: async () => {
    const [hasDatabase, hasAuth] = await look()();
    return Response.json(
      {
        status: hasDatabase ? "ready" : "unavailable",
        checks: { postgres: word(hasDatabase), auth: word(hasAuth) },
      },
      { status: hasDatabase ? 200 : 503, headers: { "cache-control": "no-store" } },
    );
  },
});
