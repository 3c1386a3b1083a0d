import { randomUUID } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import type { Assurance } from "./session-token.ts";

type Database = Pool | PoolClient;

/** A factor as Supabase tells of it, and the secret that it never tells again. */
export type Factor = { id: string; status: "verified" | "unverified"; secret: string; shown: object };

/** For how long an unverified factor and an unanswered challenge are kept. */
export const expirySeconds = 300;

const stale = `created_at < now() - interval '${expirySeconds} seconds'`;

export async function listFactors(db: Database, userId: string): Promise<Factor[]> {
  const { rows } = await db.query(
    `SELECT id, status, friendly_name, factor_type, secret, last_challenged_at, created_at, updated_at
     FROM auth.mfa_factors WHERE user_id = $1 ORDER BY created_at`,
    [userId],
  );
  return rows.map(({ secret, ...shown }) => ({ id: shown.id, status: shown.status, secret, shown }));
}

export async function insertFactor(
  db: Database,
  factor: { userId: string; name: string; secret: string },
): Promise<string> {
  const { rows } = await db.query(
    "INSERT INTO auth.mfa_factors (user_id, friendly_name, secret) VALUES ($1, $2, $3) RETURNING id",
    [factor.userId, factor.name, factor.secret],
  );
  return rows[0].id;
}

export async function removeStaleFactors(db: Database): Promise<void> {
  await db.query(`DELETE FROM auth.mfa_factors WHERE status = 'unverified' AND ${stale}`);
}

export async function insertChallenge(db: Database, factorId: string): Promise<string> {
  await db.query("UPDATE auth.mfa_factors SET last_challenged_at = now() WHERE id = $1", [factorId]);
  const { rows } = await db.query("INSERT INTO auth.mfa_challenges (factor_id) VALUES ($1) RETURNING id", [
    factorId,
  ]);
  return rows[0].id;
}

export async function findChallenge(db: Database, factorId: string, id: string) {
  const { rows } = await db.query(
    `SELECT verified_at IS NOT NULL AS "isUsed", ${stale} AS "isStale"
     FROM auth.mfa_challenges WHERE factor_id = $1 AND id::text = $2`,
    [factorId, id],
  );
  return rows[0] as { isUsed: boolean; isStale: boolean } | undefined;
}

/** Without the factor the sessions that it raised are what they were before. */
export async function deleteFactor(db: Database, factorId: string): Promise<void> {
  await db.query(
    `WITH lowered AS (UPDATE auth.sessions SET aal = 'aal1', factor_id = NULL WHERE factor_id = $1 RETURNING id),
       forgotten AS (DELETE FROM auth.mfa_amr_claims
         WHERE session_id IN (SELECT id FROM lowered) AND authentication_method = 'totp')
     DELETE FROM auth.mfa_factors WHERE id = $1`,
    [factorId],
  );
}

/** Notes how a session began; what was noted before stays. */
export async function noteMethod(db: Database, sessionId: string, method: string): Promise<void> {
  await db.query(
    `INSERT INTO auth.mfa_amr_claims (session_id, authentication_method)
     SELECT id, $2 FROM auth.sessions s WHERE id = $1
       AND NOT EXISTS (SELECT FROM auth.mfa_amr_claims WHERE session_id = s.id)`,
    [sessionId, method],
  );
}

export async function readAssurance(db: Database, sessionId: string): Promise<Assurance> {
  const { rows } = await db.query(
    `SELECT authentication_method AS method, floor(extract(epoch FROM updated_at))::int AS timestamp
     FROM auth.mfa_amr_claims WHERE session_id = $1 ORDER BY updated_at DESC`,
    [sessionId],
  );
  return { aal: rows.some(({ method }) => method === "totp") ? "aal2" : "aal1", amr: rows };
}

/**
 * What follows from a right code, whole or not at all: the challenge is used up, the factor counts,
 * the session is raised and gets a new refresh token, the person's lower sessions end.
 * @returns the refresh token; null where somebody else has used the challenge up
 */
export async function raiseSession(
  pool: Pool,
  raised: { userId: string; factorId: string; sessionId: string; challengeId: string },
): Promise<string | null> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const token = await writeRaised(client, raised);
    await client.query(token === null ? "ROLLBACK" : "COMMIT");
    return token;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

async function writeRaised(
  client: PoolClient,
  { userId, factorId, sessionId, challengeId }: Parameters<typeof raiseSession>[1],
): Promise<string | null> {
  const { rowCount } = await client.query(
    "UPDATE auth.mfa_challenges SET verified_at = now() WHERE id = $1 AND verified_at IS NULL",
    [challengeId],
  );
  if (rowCount === 0) return null;
  await client.query("UPDATE auth.mfa_factors SET status = 'verified', updated_at = now() WHERE id = $1", [
    factorId,
  ]);
  await client.query(
    `INSERT INTO auth.mfa_amr_claims (session_id, authentication_method) VALUES ($1, 'totp')
     ON CONFLICT (session_id, authentication_method) DO UPDATE SET updated_at = now()`,
    [sessionId],
  );
  await client.query("UPDATE auth.sessions SET aal = 'aal2', factor_id = $2 WHERE id = $1", [
    sessionId,
    factorId,
  ]);
  const token = randomUUID();
  await client.query(
    `WITH last AS (UPDATE auth.refresh_tokens SET revoked = true, updated_at = now()
       WHERE session_id = $1 AND NOT revoked RETURNING token)
     INSERT INTO auth.refresh_tokens (id, token, user_id, session_id, parent)
     VALUES ($2, $3, $4, $1, (SELECT token FROM last LIMIT 1))`,
    [sessionId, randomUUID(), token, userId],
  );
  await client.query("DELETE FROM auth.sessions WHERE user_id = $1 AND aal < 'aal2'", [userId]);
  await client.query("DELETE FROM auth.mfa_factors WHERE user_id = $1 AND status = 'unverified'", [userId]);
  return token;
}
