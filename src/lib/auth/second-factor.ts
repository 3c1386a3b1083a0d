import type { AuthError } from "@supabase/supabase-js";
import { Refusal } from "#shared/errors.ts";
import type { AuthClient } from "./auth-client.ts";
import { toRefusal } from "./auth-errors.ts";

/** A second factor that is being set up: it counts once a code of it was shown. */
export type Enrolment = { factorId: string; secret: string; uri: string };

/** How an app that shows codes names us. */
const issuer = "DynamicQR";

/**
 * Makes a second factor for the session's owner; of what was begun before and not finished nothing
 * is left.
 * @throws Refusal `second_factor` where there is one and it was not shown, or `unavailable`
 */
export async function startEnrolment(auth: AuthClient, now: Date): Promise<Enrolment> {
  const { data: known, error: unknown } = await auth.mfa.listFactors();
  if (unknown) throw toRefusal(unknown);
  for (const { id, status } of known.all) {
    if (status === "unverified") await auth.mfa.unenroll({ factorId: id });
  }
  const { data, error } = await auth.mfa.enroll({
    factorType: "totp",
    issuer,
    // Supabase wants a name for each that no other of the person's has.
    friendlyName: `${issuer} ${now.toISOString()}`,
  });
  if (error) throw toRefusal(error);
  return { factorId: data.id, secret: data.totp.secret, uri: data.totp.uri };
}

/**
 * Shows a code of a second factor: from then on it counts, the session is raised, and the person's
 * sessions without it end.
 * @throws Refusal `validation` for the field `code`, `rate_limited` or `unavailable`
 */
export async function showCode(auth: AuthClient, factorId: string, code: string): Promise<void> {
  const { error } = await auth.mfa.challengeAndVerify({ factorId, code });
  if (error) throw toCodeRefusal(error);
}

function toCodeRefusal(error: AuthError): Refusal {
  const wrong = (key: string) => new Refusal("validation", { fields: { code: [key] } }, { cause: error });
  switch (error.code) {
    case "mfa_verification_failed":
    case "mfa_challenge_expired":
      return wrong("code_wrong");
    // An enrolment that was not finished is kept for some minutes only.
    case "mfa_factor_not_found":
      return wrong("code_too_late");
  }
  return toRefusal(error);
}

/**
 * Removes a second factor of the session's owner.
 * @throws Refusal `second_factor` where it was not shown in this session, or `unavailable`
 */
export async function removeFactor(auth: AuthClient, factorId: string): Promise<void> {
  const { error } = await auth.mfa.unenroll({ factorId });
  if (error && error.code !== "mfa_factor_not_found") throw toRefusal(error);
}
