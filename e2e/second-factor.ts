import { expect, type Page } from "@playwright/test";
import type pg from "pg";
import { codeOf } from "../sandbox/auth/factors/code-of.ts";

/** From now on they run the platform; nothing of their second factor is set up by this. */
export async function makeAdmin(pool: pg.Pool, { email }: { email: string }): Promise<void> {
  await pool.query("UPDATE profiles SET role = 'ADMIN' WHERE email = $1", [email]);
}

/**
 * Sets a second factor up on the page that asks for one, and goes on.
 * @returns the secret that an app would keep
 */
export async function setUpSecondFactor(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Set the app up" }).click();
  const secret = await page.locator("code").innerText();
  await typeCode(page, secret);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("button", { name: "Confirm" })).toHaveCount(0);
  return secret;
}

/** Types the code of this half minute, or another one. */
export async function typeCode(page: Page, secret: string, periods = 0): Promise<void> {
  await page.getByLabel("Code", { exact: true }).fill(codeOf(secret, periods));
}

/** Lets the time pass since somebody showed their second factor, and their session be renewed. */
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
  // A token says what it said when it was made: one that is over is renewed with the next page.
  const context = page.context();
  const parts = (await context.cookies())
    .filter(({ name }) => name.startsWith("sb-"))
    .sort((one, other) => one.name.localeCompare(other.name));
  const [first] = parts;
  if (!first) throw new Error("nobody is signed in");
  const text = parts
    .map(({ value }) => value)
    .join("")
    .replace(/^base64-/, "");
  const session = { ...JSON.parse(Buffer.from(text, "base64url").toString()), expires_at: 1 };
  const value = `base64-${Buffer.from(JSON.stringify(session)).toString("base64url")}`;
  const chunks = value.match(/.{1,3000}/g) ?? [];
  const stem = first.name.replace(/\.\d+$/, "");
  await context.clearCookies({ name: /^sb-/ });
  await context.addCookies(
    chunks.map((chunk, at) => ({
      ...first,
      name: chunks.length > 1 ? `${stem}.${at}` : stem,
      value: chunk,
    })),
  );
}
