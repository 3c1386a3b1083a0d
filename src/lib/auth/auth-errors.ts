import type { AuthError } from "@supabase/supabase-js";
import { Refusal } from "#shared/errors.ts";
import { mailPauseSeconds } from "./mail-pause.ts";

/** Whether Supabase did not answer, or answered about itself and not about this person. */
export function isAuthOutage(error: AuthError): boolean {
  if (error.name === "AuthSessionMissingError") return false;
  return error.status === undefined || error.status === 0 || error.status >= 500;
}

/** Whether a sign-up says that the address already has an account. */
export function isAddressTaken(error: AuthError): boolean {
  return error.code === "user_already_exists" || error.code === "email_exists";
}

/** Whether Supabase will not send another mail to this address yet. */
export function isMailPause(error: AuthError): boolean {
  return error.code === "over_email_send_rate_limit";
}

/** What a person is told about an error of Supabase's; the error itself stays as the cause. */
export function toRefusal(error: AuthError): Refusal {
  const options = { cause: error };
  if (isAuthOutage(error)) return new Refusal("unavailable", {}, options);
  switch (error.code) {
    case "invalid_credentials":
    case "user_banned":
      return new Refusal("invalid_credentials", {}, options);
    case "email_not_confirmed":
      return new Refusal("email_not_confirmed", {}, options);
    case "otp_expired":
    case "flow_state_expired":
    case "flow_state_not_found":
      return new Refusal("link_expired", {}, options);
    case "weak_password":
      return new Refusal("validation", { fields: { password: ["password_common"] } }, options);
    case "same_password":
      return new Refusal("validation", { fields: { password: ["password_same"] } }, options);
    case "email_address_invalid":
    case "email_address_not_authorized":
    case "validation_failed":
      return new Refusal("validation", { fields: { email: ["email_invalid"] } }, options);
    case "insufficient_aal":
      return new Refusal("second_factor", {}, options);
    case "session_not_found":
    case "session_expired":
    case "refresh_token_not_found":
    case "refresh_token_already_used":
    case "user_not_found":
    case "no_authorization":
    case "bad_jwt":
    case "reauthentication_needed":
      return new Refusal("unauthenticated", {}, options);
  }
  if (error.name === "AuthSessionMissingError") return new Refusal("unauthenticated", {}, options);
  if (error.status === 429) {
    return new Refusal("rate_limited", { retryAfterSeconds: mailPauseSeconds }, options);
  }
  return new Refusal("internal", {}, options);
}
