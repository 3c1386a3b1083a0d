import { createHash } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { isSandbox } from "#platform/db/marker.ts";
import { dayMs, hourMs } from "#shared/time.ts";
import { type DemoPerson, demoDomain, demoPeople, fewCodes, payingLogin } from "./people.ts";
import { insertScans } from "./scans.ts";

export type SeedOptions = {
  /** Password by the word before the @. */
  passwords: Record<string, string>;
  now: Date;
  /** Somebody pays at a local Stripe: then no trial stands for that. */
  isSelling: boolean;
};

/** For as long as the subscription is not made yet. */
const payingTrialMs = hourMs;

/**
 * Puts the demo people, their codes and sixty days of scans into a local stand-in. Safe to repeat:
 * what a person changed in it stays, but for passwords and trials. Refuses any other database.
 */
export async function seedDemo(pool: Pool, options: SeedOptions): Promise<void> {
  await requireMarker(pool);
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("CREATE EXTENSION IF NOT EXISTS pgcrypto SCHEMA sandbox");
    for (const person of demoPeople) {
      await upsertPerson(client, person, options);
      await insertCodes(client, person, options.now);
    }
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

async function requireMarker(pool: Pool): Promise<void> {
  if (!(await isSandbox(pool)))
    throw new Error("This database is not a local stand-in: it has no marker row. Nothing was seeded");
}

/** The same id for the same word, in every sandbox and on every run. */
export function demoId(word: string): string {
  const hash = createHash("sha256").update(`dynamicqr demo ${word}`).digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

export function demoEmail(login: string): string {
  return `${login}@${demoDomain}`;
}

async function upsertPerson(client: PoolClient, person: DemoPerson, options: SeedOptions): Promise<void> {
  const id = demoId(person.login);
  const workspaceId = demoId(`workspace ${person.login}`);
  const email = demoEmail(person.login);
  const locale = person.login === "trial" ? "pl" : "en";
  const password = options.passwords[person.login];
  if (password === undefined) throw new Error(`There is no password for ${email}`);
  const metadata = JSON.stringify({ email, name: person.name, locale, email_verified: true, sub: id });
  const isPaying = options.isSelling && person.login === payingLogin;
  const trialEndsAt = new Date(options.now.getTime() + (isPaying ? payingTrialMs : person.trialDays * dayMs));

  // The columns are those that Supabase Auth's own sign-up fills in.
  await client.query(
    `INSERT INTO auth.users (id, aud, role, email, encrypted_password, email_confirmed_at,
       raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
     VALUES ($1, 'authenticated', 'authenticated', $2, sandbox.crypt($3, sandbox.gen_salt('bf', 10)), $5,
       '{"provider":"email","providers":["email"]}', $4, $5, $5)
     ON CONFLICT (id) DO UPDATE SET encrypted_password = EXCLUDED.encrypted_password`,
    [id, email, password, metadata, options.now],
  );
  await client.query(
    `INSERT INTO auth.identities (id, provider, provider_id, user_id, identity_data, created_at, updated_at)
     VALUES ($1, 'email', $2::text, $2::uuid, $3, $4, $4) ON CONFLICT (id) DO NOTHING`,
    [demoId(`identity ${person.login}`), id, metadata, options.now],
  );
  await client.query(
    `INSERT INTO profiles (id, email, name, locale, role, updated_at)
     VALUES ($1, $2, $3, $4, $5::platform_role, $6) ON CONFLICT (id) DO NOTHING`,
    [id, email, person.name, locale, person.role, options.now],
  );
  await client.query(
    `INSERT INTO workspaces (id, name, is_personal, trial_ends_at, updated_at) VALUES ($1, $2, true, $3, $4)
     ON CONFLICT (id) DO UPDATE SET trial_ends_at = EXCLUDED.trial_ends_at
     WHERE workspaces.trial_banked_seconds = 0`,
    [workspaceId, person.workspace, trialEndsAt, options.now],
  );
  await client.query(
    `INSERT INTO workspace_members (workspace_id, profile_id, role) VALUES ($1, $2, 'OWNER') ON CONFLICT DO NOTHING`,
    [workspaceId, id],
  );
}

async function insertCodes(client: PoolClient, person: DemoPerson, now: Date): Promise<void> {
  const workspaceId = demoId(`workspace ${person.login}`);
  for (const [index, code] of (fewCodes[person.login] ?? []).entries()) {
    const id = demoId(`code ${code.slug}`);
    const isPaused = code.state === "paused";
    const expiresInDays = code.state === "expired" ? -2 : code.expiresInDays;
    const made = await client.query(
      `INSERT INTO qr_codes (id, workspace_id, slug, name, destination, is_active, pause_reason, expires_at,
         created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7::pause_reason, $8, $9, $9) ON CONFLICT DO NOTHING`,
      [
        id,
        workspaceId,
        code.slug,
        code.name,
        code.destination,
        !isPaused,
        isPaused ? "owner" : null,
        expiresInDays === undefined ? null : new Date(now.getTime() + expiresInDays * dayMs),
        new Date(now.getTime() - (70 + index) * dayMs),
      ],
    );
    if (made.rowCount === 1) await insertScans(client, { id, daily: code.daily, seed: index + 1 }, now);
  }
}
