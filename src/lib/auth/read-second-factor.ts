import type { User } from "@supabase/supabase-js";
import { z } from "zod";
import { secondMs } from "#shared/time.ts";

/** An authenticator app that somebody has set up and confirmed. */
export type SecondFactor = { id: string; addedAt: Date };

/** What Supabase writes into a session's token once a second factor was shown. */
const raisedClaims = z.object({
  aal: z.literal("aal2"),
  amr: z.array(z.object({ method: z.string(), timestamp: z.number() })),
});

/** The person's second factor, as Supabase has just told of them; null where they have none. */
export function secondFactorOf(user: Pick<User, "factors">): SecondFactor | null {
  const found = user.factors?.find(
    ({ factor_type, status }) => factor_type === "totp" && status === "verified",
  );
  return found ? { id: found.id, addedAt: new Date(found.created_at) } : null;
}

/**
 * When the second factor was shown in the session of this token. Null also where it was removed
 * since: the token would say otherwise until it runs out.
 * @param token one that Supabase has just found genuine
 */
export function readSecondFactorAt(token: string, user: Pick<User, "factors">): Date | null {
  if (secondFactorOf(user) === null) return null;
  const claims = raisedClaims.safeParse(parsePayload(token)).data;
  const shown = claims?.amr.filter(({ method }) => method === "totp").map(({ timestamp }) => timestamp) ?? [];
  return shown.length === 0 ? null : new Date(Math.max(...shown) * secondMs);
}

function parsePayload(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
