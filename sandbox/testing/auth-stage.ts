import { randomUUID } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll } from "vitest";
import type { AuthClient } from "#lib/auth/auth-client.ts";
import { db } from "#platform/db/prisma.ts";
import { codeOf } from "../auth/factors/code-of.ts";
import { type LocalAuth, publishableKey, secretKey, startLocalAuth } from "./local-auth.ts";
import { openTestDatabase } from "./test-database.ts";

const password = "correct horse battery";

/** A database and Supabase Auth, with people who sign in. What it returns works once tests run. */
export function openAuthStage() {
  const database = openTestDatabase();
  let auth: LocalAuth;

  beforeAll(async () => {
    auth = await startLocalAuth(database().url);
  });
  afterAll(() => auth.stop());

  const open = (key = publishableKey) =>
    createClient(auth.url, key, {
      auth: { autoRefreshToken: false, persistSession: key === publishableKey },
    });

  async function signIn(email: string): Promise<AuthClient> {
    const client = open();
    const { error } = await client.auth.signInWithPassword({ email, password });
    if (error) throw error;
    return client.auth;
  }

  /** Somebody new, signed in with their password. */
  async function person(): Promise<{ id: string; email: string; client: AuthClient }> {
    const email = `${randomUUID()}@example.test`;
    const { data, error } = await open().auth.signUp({ email, password });
    if (error || !data.user) throw error ?? new Error("nobody was made");
    await db().$executeRawUnsafe("UPDATE auth.users SET email_confirmed_at = now() WHERE email = $1", email);
    return { id: data.user.id, email, client: await signIn(email) };
  }

  /** The same with a second factor, shown in the session that is returned. */
  async function holder() {
    const { id, email, client } = await person();
    const { data, error } = await client.mfa.enroll({ factorType: "totp" });
    if (error) throw error;
    const { secret } = data.totp;
    const shown = await client.mfa.challengeAndVerify({ factorId: data.id, code: codeOf(secret) });
    if (shown.error) throw shown.error;
    return { id, email, client, factorId: data.id, secret };
  }

  return { person, holder, signIn, admin: () => open(secretKey).auth.admin, codesUrl: () => auth.codesUrl };
}
