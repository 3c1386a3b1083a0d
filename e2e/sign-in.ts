import { randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import type { Mailbox } from "./mailbox.ts";

export type Person = { email: string; password: string };

export const newPassword = () => `${randomBytes(9).toString("base64url")} ok`;

/** Fills in the form that is shown and sends it; what comes then is the caller's to wait for. */
export async function fillSignIn(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** The same from the page of signing in, where not given that of the product that runs for all. */
export async function signIn(page: Page, person: Person, origin = ""): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await fillSignIn(page, person);
}

/** Asks for a link by mail on the page that is shown, and signs in with it. */
export async function signInByLink(page: Page, mailbox: Mailbox, email: string, count = 1): Promise<void> {
  // Both forms ask for an address: only the new one has this button.
  const send = page.getByRole("button", { name: "Send the link" });
  await send.waitFor();
  await page.getByLabel("E-mail address").fill(email);
  await send.click();
  await page.goto(await linkTo(mailbox, email, count));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard");
}

/** The link in the newest of so many mails. */
export async function linkTo(mailbox: Mailbox, email: string, count = 1): Promise<string> {
  return (await mailbox.latest(email, count)).link("/auth/confirm");
}
