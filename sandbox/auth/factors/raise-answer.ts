import type { Pool } from "pg";
import { readToken, signToken } from "./session-token.ts";
import { listFactors, noteMethod, readAssurance } from "./store.ts";

type Json = Record<string, unknown>;

/**
 * Adds to the stand-in's own answer what it does not know: the factors of a person, and in the
 * token of a session how its owner proved who they are.
 * @param call what was asked for
 */
export async function raiseAnswer(
  call: { path: string; grantType: string | null },
  own: Response,
  { pool, jwtSecret }: { pool: Pool; jwtSecret: string },
): Promise<Response> {
  if (!own.ok || !own.headers.get("content-type")?.includes("json")) return own;
  const body = (await own.clone().json()) as unknown;
  if (typeof body !== "object" || body === null) return own;
  const raised: Json = { ...body };
  const claims = typeof raised.access_token === "string" ? readToken(raised.access_token) : null;
  if (claims) {
    await noteMethod(pool, claims.session_id, call.grantType === "password" ? "password" : "otp");
    raised.access_token = signToken(claims, await readAssurance(pool, claims.session_id), jwtSecret);
    raised.user = await withFactors(pool, raised.user as Json);
  } else if (call.path === "/auth/v1/user") {
    Object.assign(raised, await withFactors(pool, raised));
  } else return own;
  const headers = new Headers(own.headers);
  headers.delete("content-length");
  return new Response(JSON.stringify(raised), { status: own.status, headers });
}

/** A person as Supabase tells of them: without factors it does not speak of any. */
export async function withFactors(pool: Pool, user: Json): Promise<Json> {
  const factors = await listFactors(pool, String(user.id));
  return factors.length === 0 ? user : { ...user, factors: factors.map(({ shown }) => shown) };
}
