import { createServerClient } from "@supabase/ssr";
import type { NextRequest, NextResponse } from "next/server";
import { readVariable } from "#lib/env/read-variable.ts";
import { fetchUntil } from "#platform/http/fetch-within.ts";
import { sessionCookieOptions } from "#shared/session-cookies.ts";

/**
 * Renews an access token that is about to end, so that pages, which cannot set cookies, find
 * a living one. Runs on the Edge runtime; trusts nothing: pages verify the token themselves.
 * @param withinMs how long a page may wait for it
 * @returns a function that puts the renewed cookies on the answer
 */
export async function refreshSession(
  request: NextRequest,
  withinMs = 5_000,
): Promise<(response: NextResponse) => void> {
  const url = readVariable(process.env, "SUPABASE_URL");
  const key = readVariable(process.env, "SUPABASE_PUBLISHABLE_KEY");
  const hasSession = request.cookies.getAll().some(({ name }) => name.startsWith("sb-"));
  if (!url || !key || !hasSession) return () => {};

  // The client tries again for half a minute, however short each try is. A try that went through
  // after the answer was sent would use the refresh token up and lose what came for it.
  const deadline = AbortSignal.timeout(withinMs);
  const tooLate = new Promise((resolve) => deadline.addEventListener("abort", resolve));
  let apply: (response: NextResponse) => void = () => {};
  const client = createServerClient(url, key, {
    cookieOptions: sessionCookieOptions(readVariable(process.env, "APP_URL") ?? ""),
    global: { fetch: fetchUntil(deadline) },
    cookies: {
      getAll: () => request.cookies.getAll(),
      setAll(cookies, headers) {
        for (const { name, value } of cookies) request.cookies.set(name, value);
        const previous = apply;
        apply = (response) => {
          previous(response);
          for (const { name, value, options } of cookies) response.cookies.set(name, value, options);
          for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
        };
      },
    },
  });
  try {
    // Reads the cookie and calls Supabase only when the token is about to end.
    await Promise.race([client.auth.getSession(), tooLate]);
  } catch {
    // Supabase is away: the page will say so; the old cookies stay as they are.
  }
  return apply;
}
