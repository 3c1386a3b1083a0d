import type { BrowserContext, Page } from "@playwright/test";
import { createClient } from "@supabase/supabase-js";
import type pg from "pg";
import { codeOf } from "../sandbox/auth/factors/code-of.ts";
import { readStack } from "./stack.ts";

/** From now on they run the platform; nothing of their second factor is set up by this. */
export async function makeAdmin(pool: pg.Pool, { email }: { email: string }): Promise<void> {
  await pool.query("UPDATE profiles SET role = 'ADMIN' WHERE email = $1", [email]);
}

/** Sets a second factor up on the page that asks for one, by the secret that it shows. */
export async function setUpSecondFactor(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Set the app up" }).click();
  await typeCode(page, await page.locator("code").innerText());
  await page.getByRole("button", { name: "Confirm" }).click();
}

/** What the app of somebody keeps, of whom the stand-in knows it. */
export async function secretOf(pool: pg.Pool, email: string): Promise<string> {
  const { rows } = await pool.query(
    `SELECT f.secret FROM auth.mfa_factors f JOIN auth.users u ON u.id = f.user_id
     WHERE u.email = $1 AND f.status = 'verified'`,
    [email],
  );
  return rows[0].secret;
}

/** Types the code of this half minute, or another one. */
export async function typeCode(page: Page, secret: string, periods = 0): Promise<void> {
  await page.getByLabel("Code", { exact: true }).fill(codeOf(secret, periods));
}

/** Lets a quarter of an hour pass since somebody showed their second factor. */
export async function ageSecondFactor(
  page: Page,
  pool: pg.Pool,
  { email }: { email: string },
): Promise<void> {
  await pool.query(
    `UPDATE auth.mfa_amr_claims SET updated_at = updated_at - interval '16 minutes'
     WHERE authentication_method = 'totp' AND session_id IN (
       SELECT s.id FROM auth.sessions s JOIN auth.users u ON u.id = s.user_id WHERE u.email = $1)`,
    [email],
  );
  await renewSession(page.context());
}

/** A token says what it said when it was made: with a new one the browser's session says what holds now. */
async function renewSession(context: BrowserContext): Promise<void> {
  const parts = (await context.cookies())
    .filter(({ name }) => name.startsWith("sb-"))
    .sort((one, other) => one.name.localeCompare(other.name));
  const [first] = parts;
  if (!first) throw new Error("nobody is signed in");
  const kept = parts.map(({ value }) => value).join("");
  const { refresh_token } = JSON.parse(Buffer.from(kept.replace(/^base64-/, ""), "base64url").toString());
  const { supabaseUrl, supabaseKey } = readStack();
  const client = createClient(supabaseUrl, supabaseKey, { auth: { autoRefreshToken: false } });
  const { data, error } = await client.auth.refreshSession({ refresh_token });
  if (error) throw error;
  const value = `base64-${Buffer.from(JSON.stringify(data.session)).toString("base64url")}`;
  const chunks = value.match(/.{1,3000}/g) ?? [];
  const stem = first.name.replace(/\.\d+$/, "");
  const nameOf = (at: number) => (chunks.length > 1 ? `${stem}.${at}` : stem);
  await context.clearCookies({ name: /^sb-/ });
  await context.addCookies(chunks.map((chunk, at) => ({ ...first, name: nameOf(at), value: chunk })));
}
