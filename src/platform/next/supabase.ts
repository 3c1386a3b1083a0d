import { createServerClient } from "@supabase/ssr";
import type { SupabaseClient } from "@supabase/supabase-js";
import { cookies } from "next/headers";
import { env } from "#lib/env/server.ts";
import { fetchWithin } from "#platform/http/fetch-within.ts";
import { sessionCookieOptions } from "#shared/session-cookies.ts";

const timeoutMs = 10_000;

/** The Supabase client of the request at hand, acting as whoever its cookies say. */
export async function supabase(fetch = fetchWithin(timeoutMs)): Promise<SupabaseClient> {
  const jar = await cookies();
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, APP_URL } = env();
  return createServerClient(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    cookieOptions: sessionCookieOptions(APP_URL),
    global: { fetch },
    cookies: {
      getAll: () => jar.getAll(),
      setAll(changes) {
        try {
          for (const { name, value, options } of changes) jar.set(name, value, options);
        } catch {
          // A page cannot set cookies; the middleware has refreshed the session before it.
        }
      },
    },
  });
}
