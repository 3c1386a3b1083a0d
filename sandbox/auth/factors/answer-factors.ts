import { Secret, TOTP } from "otpauth";
import type { Pool } from "pg";
import { codeMatrix } from "#lib/codes/image/matrix.ts";
import { sideModules, svgPath } from "#lib/codes/image/svg-path.ts";
import { withFactors } from "./raise-answer.ts";
import { refuse } from "./refuse.ts";
import { readToken, type SessionClaims, signToken } from "./session-token.ts";
import {
  deleteFactor,
  expirySeconds,
  type Factor,
  findChallenge,
  insertChallenge,
  insertFactor,
  listFactors,
  raiseSession,
  readAssurance,
  removeStaleFactors,
} from "./store.ts";

type Json = Record<string, unknown>;

/** Whose session calls, as the stand-in itself has found. */
type Caller = { user: Json; claims: SessionClaims };

export type FactorTools = {
  pool: Pool;
  jwtSecret: string;
  /** Stands in an app where the secret is kept, when the caller names nobody. */
  siteUrl: string;
  /** Asks the stand-in's own `/user`, which checks the token. */
  askUser: () => Promise<Response>;
};

const mostFactors = 10;
const triesAMinute = 30;

/**
 * Answers Supabase Auth's calls of second factors, which the stand-in does not know: enrolling a
 * TOTP, challenging, verifying and removing it, and what is refused without it. Null for every
 * other call.
 */
export async function answerFactors(
  call: { path: string; method: string; body: Json; authorization: string | undefined },
  tools: FactorTools,
): Promise<Response | null> {
  const [, id, act] = /^\/auth\/v1\/factors(?:\/([^/]+))?(?:\/(challenge|verify))?$/.exec(call.path) ?? [];
  const changes = call.path === "/auth/v1/user" && call.method === "PUT";
  if (!changes && !call.path.startsWith("/auth/v1/factors")) return null;
  const own = await tools.askUser();
  const claims = readToken(call.authorization);
  if (!own.ok || !claims) return own;
  const caller: Caller = { user: (await own.json()) as Json, claims };
  if (changes) return refuseChange(call.body, caller, tools);
  if (call.method === "POST" && id === undefined) return enroll(call.body, caller, tools);
  const factors = await listFactors(tools.pool, claims.sub);
  const factor = factors.find((candidate) => candidate.id === id);
  if (!factor) return refuse(404, "mfa_factor_not_found", "Factor not found");
  if (call.method === "DELETE" && act === undefined) return unenroll(factor, caller, tools);
  if (call.method !== "POST" || act === undefined) return refuse(405, "not_found", "Method not allowed");
  if (isTooOften(claims.sub)) return refuse(429, "over_request_rate_limit", "Request rate limit reached");
  return act === "challenge" ? challenge(factor, tools) : verify(factor, call.body, caller, tools);
}

const isRaised = async ({ claims }: Caller, { pool }: FactorTools) =>
  (await readAssurance(pool, claims.session_id)).aal === "aal2";

/** Who has a second factor shows it before a password or an address is changed. Null: nothing against it. */
async function refuseChange(body: Json, caller: Caller, tools: FactorTools): Promise<Response | null> {
  const isTouched = Boolean(body.password) || (Boolean(body.email) && body.email !== caller.user.email);
  const factors = await listFactors(tools.pool, caller.claims.sub);
  if (!isTouched || !factors.some(({ status }) => status === "verified")) return null;
  if (await isRaised(caller, tools)) return null;
  const msg = "AAL2 session is required to update email or password when MFA is enabled.";
  return refuse(401, "insufficient_aal", msg);
}

async function enroll(body: Json, caller: Caller, tools: FactorTools): Promise<Response> {
  if (body.factor_type !== "totp") {
    return refuse(400, "validation_failed", "factor_type needs to be totp, phone, or webauthn");
  }
  const { pool } = tools;
  await removeStaleFactors(pool);
  const factors = await listFactors(pool, caller.claims.sub);
  const name = typeof body.friendly_name === "string" ? body.friendly_name : "";
  if (factors.some(({ shown }) => (shown as Json).friendly_name === name)) {
    const msg = `A factor with the friendly name "${name}" for this user already exists`;
    return refuse(422, "mfa_factor_name_conflict", msg);
  }
  if (factors.length >= mostFactors) {
    const msg = "Maximum number of verified factors reached, unenroll to continue";
    return refuse(422, "too_many_enrolled_mfa_factors", msg);
  }
  if (factors.some(({ status }) => status === "verified") && !(await isRaised(caller, tools))) {
    return refuse(403, "insufficient_aal", "AAL2 required to enroll a new factor");
  }
  const secret = new Secret({ size: 20 });
  const issuer = typeof body.issuer === "string" && body.issuer ? body.issuer : new URL(tools.siteUrl).host;
  const uri = new TOTP({ secret, issuer, label: String(caller.user.email) }).toString();
  const id = await insertFactor(pool, { userId: caller.claims.sub, name, secret: secret.base32 });
  const totp = { qr_code: drawing(uri), secret: secret.base32, uri };
  return Response.json({ id, type: "totp", friendly_name: name, totp });
}

function drawing(uri: string): string {
  const matrix = codeMatrix(uri, "M");
  const side = sideModules(matrix, 4);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"><path d="${svgPath(matrix, 4)}"/></svg>`;
}

async function challenge(factor: Factor, { pool }: FactorTools): Promise<Response> {
  const id = await insertChallenge(pool, factor.id);
  return Response.json({ id, type: "totp", expires_at: Math.floor(Date.now() / 1000) + expirySeconds });
}

/** As Supabase has it, a code counts in the half minute before and after its own, and more than once. */
async function verify(factor: Factor, body: Json, caller: Caller, tools: FactorTools): Promise<Response> {
  const { pool, jwtSecret } = tools;
  if (typeof body.code !== "string" || body.code === "") {
    return refuse(400, "validation_failed", "Code needs to be non-empty");
  }
  const challengeId = String(body.challenge_id);
  const found = await findChallenge(pool, factor.id, challengeId);
  if (!found) {
    return refuse(422, "mfa_factor_not_found", "MFA factor with the provided challenge ID not found");
  }
  const used = () => refuse(422, "mfa_ip_address_mismatch", "Challenge and verify IP addresses mismatch.");
  if (found.isUsed) return used();
  if (found.isStale) {
    const msg = `MFA challenge ${challengeId} has expired, verify against another challenge or create a new challenge.`;
    return refuse(422, "mfa_challenge_expired", msg);
  }
  const totp = new TOTP({ secret: Secret.fromBase32(factor.secret) });
  if (totp.validate({ token: body.code, window: 1 }) === null) {
    return refuse(422, "mfa_verification_failed", "Invalid TOTP code entered");
  }
  const { sub, session_id, exp, iat } = caller.claims;
  const raised = { userId: sub, factorId: factor.id, sessionId: session_id, challengeId };
  const refresh_token = await raiseSession(pool, raised);
  if (refresh_token === null) return used();
  const now = Math.floor(Date.now() / 1000);
  const expires_in = exp - iat;
  const claims = { ...caller.claims, iat: now, exp: now + expires_in };
  return Response.json({
    access_token: signToken(claims, await readAssurance(pool, session_id), jwtSecret),
    token_type: "bearer",
    expires_in,
    expires_at: claims.exp,
    refresh_token,
    user: await withFactors(pool, caller.user),
  });
}

async function unenroll(factor: Factor, caller: Caller, tools: FactorTools): Promise<Response> {
  if (factor.status === "verified" && !(await isRaised(caller, tools))) {
    return refuse(422, "insufficient_aal", "AAL2 required to unenroll verified factor");
  }
  await deleteFactor(tools.pool, factor.id);
  return Response.json({ id: factor.id });
}

const tries = new Map<string, number[]>();

function isTooOften(userId: string): boolean {
  const recent = (tries.get(userId) ?? []).filter((at) => at > Date.now() - 60_000);
  tries.set(userId, [...recent, Date.now()]);
  return recent.length >= triesAMinute;
}
