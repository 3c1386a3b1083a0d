import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { env } from "#lib/env/server.ts";
import { fetchWithin } from "#platform/http/fetch-within.ts";

/** The calls of Supabase that need the secret key, as use cases take them. */
export type AuthAdmin = Pick<SupabaseClient["auth"]["admin"], "deleteUser">;

const timeoutMs = 10_000;

export function authAdmin(): SupabaseClient["auth"]["admin"] {
  const { SUPABASE_URL, SUPABASE_SECRET_KEY } = env();
  const client = createClient(SUPABASE_URL, SUPABASE_SECRET_KEY, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: fetchWithin(timeoutMs) },
  });
  return client.auth.admin;
}

/**
 * Deletes the person at Supabase for good, and with them every session. Somebody who is not there
 * any more is no error.
 * @throws AuthError when Supabase does not answer or refuses
 */
export async function deleteUser(admin: AuthAdmin, id: string): Promise<void> {
  const { error } = await admin.deleteUser(id);
  if (error && error.code !== "user_not_found") throw error;
}
