import { createServerClient } from "@supabase/ssr";
import type { NextRequest, NextResponse } from "next/server";
import { sessionCookieOptions } from "#shared/session-cookies.ts";

/**
 * Renews an access token that is about to end, so that pages, which cannot set cookies, find
 * a living one. Runs on the Edge runtime; trusts nothing: pages verify the token themselves.
 * @returns a function that puts the renewed cookies on the answer
 */
export async function refreshSession(request: NextRequest): Promise<(response: NextResponse) => void> {
  const url = process.env.SUPABASE_URL;
  const key = process.env.SUPABASE_PUBLISHABLE_KEY ?? process.env.SUPABASE_ANON_KEY;
  const hasSession = request.cookies.getAll().some(({ name }) => name.startsWith("sb-"));
  if (!url || !key || !hasSession) return () => {};

  let apply: (response: NextResponse) => void = () => {};
  const client = createServerClient(url, key, {
    cookieOptions: sessionCookieOptions(process.env.APP_URL ?? ""),
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
    await client.auth.getSession();
  } catch {
    // Supabase is away: the page will say so; the old cookies stay as they are.
  }
  return apply;
}
