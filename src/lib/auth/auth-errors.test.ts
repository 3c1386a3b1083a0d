import { AuthApiError, AuthRetryableFetchError, AuthSessionMissingError } from "@supabase/supabase-js";
import { describe, expect, test } from "vitest";
import { toRefusal } from "./auth-errors.ts";

describe("an error of Supabase's becomes a refusal", () => {
  test.each([
    [new AuthRetryableFetchError("fetch failed", 0), "unavailable"],
    [new AuthRetryableFetchError("bad gateway", 502), "unavailable"],
    [new AuthApiError("boom", 500, "unexpected_failure"), "unavailable"],
    [new AuthApiError("no", 400, "invalid_credentials"), "invalid_credentials"],
    [new AuthApiError("no", 400, "user_banned"), "invalid_credentials"],
    [new AuthApiError("no", 400, "email_not_confirmed"), "email_not_confirmed"],
    [new AuthApiError("no", 403, "otp_expired"), "link_expired"],
    [new AuthApiError("no", 422, "weak_password"), "validation"],
    [new AuthApiError("no", 403, "session_not_found"), "unauthenticated"],
    [new AuthSessionMissingError(), "unauthenticated"],
    [new AuthApiError("no", 429, "over_request_rate_limit"), "rate_limited"],
    [new AuthApiError("no", 418, "teapot"), "internal"],
  ])("%s: %s", (error, code) => {
    const refusal = toRefusal(error);
    expect(refusal.code).toBe(code);
    expect(refusal.cause).toBe(error);
  });

  test("the wait before another mail is told", () => {
    const refusal = toRefusal(new AuthApiError("no", 429, "over_email_send_rate_limit"));
    expect(refusal.details.retryAfterSeconds).toBe(60);
  });
});
