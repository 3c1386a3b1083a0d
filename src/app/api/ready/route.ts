import { pool } from "#platform/db/pool.ts";
import { isReachable } from "#platform/db/reachable.ts";

/** Whether what every page needs is there. */
export async function GET(): Promise<Response> {
  const isReady = await isReachable(pool());
  return Response.json(
    { status: isReady ? "ready" : "unavailable", checks: { postgres: isReady ? "ok" : "away" } },
    { status: isReady ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
