import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { env } from "#lib/env/server.ts";
import { fetchWithin } from "#platform/http/fetch-within.ts";

/** Supabase's sign-in calls, as the use cases take them. */
export type AuthClient = SupabaseClient["auth"];

const timeoutMs = 10_000;

/**
 * A client that belongs to nobody and remembers nothing: for mails that are asked for before
 * anybody is signed in, and for checking a password without touching the session at hand.
 */
export function anonymousAuth(): AuthClient {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env();
  const client = createClient(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: fetchWithin(timeoutMs) },
  });
  return client.auth;
}
