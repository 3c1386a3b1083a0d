import { randomBytes, randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { refuse } from "./factors/refuse.ts";
import { deleteFactor, listFactors } from "./factors/store.ts";
import type { AuthMailer } from "./mailer.ts";
import { metadataSql } from "./metadata.ts";

type Json = Record<string, unknown>;
export type AuthCall = { path: string; method: string; body: Json; authorization: string | undefined };

const adminPath = /^\/auth\/v1\/admin\/users\/([0-9a-f-]{36})(?:\/(factors)(?:\/([0-9a-f-]{36}))?)?$/;

/**
 * Answers where the stand-in differs from Supabase Auth: signing up again with an address that is
 * already known, asking for the confirmation once more, and reading and deleting a person or their
 * second factors with the secret key, which it does not know at all. Null when its own answer is right.
 */
export async function answerGap(
  call: AuthCall,
  response: Response,
  context: { pool: Pool; mailer: AuthMailer; secretKey: string },
): Promise<Response | null> {
  const [, userId, factors, factorId] = adminPath.exec(call.path) ?? [];
  if (userId) {
    const { method } = call;
    if (method !== "GET" && method !== "DELETE") return null;
    if (call.authorization !== `Bearer ${context.secretKey}`)
      return refuse(403, "not_admin", "User not allowed");
    const about = { method, userId, factorId } as const;
    return factors ? answerAdminFactors(about, context.pool) : answerAdmin(about, context.pool);
  }
  const isResend = call.path === "/auth/v1/resend" && call.body.type === "signup";
  if (response.status !== 429 || call.method !== "POST") return null;
  if (!isResend && call.path !== "/auth/v1/signup") return null;
  const email = String(call.body.email).toLowerCase();
  const found = await context.pool.query(
    "SELECT id, confirmed_at, created_at, updated_at FROM auth.users WHERE email = $1",
    [email],
  );
  const user = found.rows[0];
  if (user === undefined) return null;
  if (user.confirmed_at === null) {
    const tokenHash = randomBytes(28).toString("hex");
    await context.pool.query(
      "UPDATE auth.users SET confirmation_token = $2, confirmation_sent_at = now() WHERE id = $1",
      [user.id, tokenHash],
    );
    await context.mailer.sendLink("signup", email, tokenHash);
  }
  if (isResend) return Response.json({});
  // Who signs up with the address of a confirmed account learns nothing about it: the answer looks
  // like a new one, with another id, without identities and without the account's own data.
  return Response.json({
    id: user.confirmed_at === null ? user.id : randomUUID(),
    aud: "authenticated",
    role: "",
    email,
    phone: "",
    confirmation_sent_at: new Date().toISOString(),
    app_metadata: { provider: "email", providers: ["email"] },
    user_metadata: call.body.data ?? {},
    identities: user.confirmed_at === null ? [{ provider: "email", user_id: user.id }] : [],
    created_at: new Date().toISOString(),
    updated_at: new Date().toISOString(),
    is_anonymous: false,
  });
}

/**
 * One person, read or deleted with the secret key. Sessions and identities go with the person, by
 * their foreign keys.
 */
async function answerAdmin(
  { method, userId }: { method: "GET" | "DELETE"; userId: string },
  pool: Pool,
): Promise<Response> {
  const sql =
    method === "GET"
      ? "SELECT id, aud, role, email, created_at, updated_at FROM auth.users WHERE id = $1"
      : "DELETE FROM auth.users WHERE id = $1";
  const { rowCount, rows } = await pool.query(sql, [userId]);
  return rowCount === 0 ? refuse(404, "user_not_found", "User not found") : Response.json(rows[0] ?? {});
}

/** Somebody's second factors, listed or one of them removed. */
async function answerAdminFactors(
  { method, userId, factorId }: { method: "GET" | "DELETE"; userId: string; factorId: string | undefined },
  pool: Pool,
): Promise<Response> {
  const factors = await listFactors(pool, userId);
  if (method === "GET" && factorId === undefined) return Response.json(factors.map(({ shown }) => shown));
  const factor = factors.find(({ id }) => id === factorId);
  if (method !== "DELETE" || !factor) return refuse(404, "mfa_factor_not_found", "Factor not found");
  await deleteFactor(pool, factor.id);
  return Response.json(factor.shown);
}

/** Supabase keeps the metadata sent with a magic link for a new address; the stand-in drops it. */
export async function findNewcomer(call: AuthCall, pool: Pool): Promise<(() => Promise<void>) | null> {
  if (call.path !== "/auth/v1/otp" || call.method !== "POST" || typeof call.body.email !== "string")
    return null;
  const email = call.body.email.toLowerCase();
  const data = JSON.stringify(call.body.data ?? {});
  const found = await pool.query("SELECT FROM auth.users WHERE email = $1", [email]);
  if (found.rowCount !== 0) return null;
  return async () => {
    await pool.query(
      `UPDATE auth.users SET raw_user_meta_data = ${metadataSql} || $2::jsonb WHERE email = $1`,
      [email, data],
    );
  };
}
