import { createHmac } from "node:crypto";

/** What a session's token says; Supabase's own names. */
export type SessionClaims = { sub: string; session_id: string; iat: number; exp: number };

/** How somebody proved who they are, newest first. */
export type Assurance = { aal: "aal1" | "aal2"; amr: { method: string; timestamp: number }[] };

/**
 * What a token says, whether or not it is genuine; null for what is none.
 * @param token alone or as the header carries it
 */
export function readToken(token: string | undefined): SessionClaims | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString());
    const { sub, session_id } = claims as Partial<SessionClaims>;
    // SAFETY: every token of the stand-in's has the instants beside these two.
    return typeof sub === "string" && typeof session_id === "string" ? (claims as SessionClaims) : null;
  } catch {
    return null;
  }
}

/** The token once more, with how its owner proved who they are, signed as the stand-in signs (HS256). */
export function signToken(claims: SessionClaims, assurance: Assurance, secret: string): string {
  const [header, payload] = [
    { alg: "HS256", typ: "JWT" },
    { ...claims, ...assurance },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const signature = createHmac("sha256", secret).update(`${header}.${payload}`).digest("base64url");
  return `${header}.${payload}.${signature}`;
}
