import type { Page } from "@playwright/test";
import { expect, newEmail, test } from "./fixtures.ts";
import { fillSignIn, linkTo, newPassword, signIn, signInByLink } from "./sign-in.ts";

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Account", exact: true }).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL("**/sign-in");
}

test("somebody signs up, confirms through the mailbox and lands on a trial of Pro", async ({
  page,
  mailbox,
  pool,
}) => {
  const email = newEmail();
  await page.goto("/sign-up");
  await page.getByLabel("Name").fill("Anna Nowak");
  await page.getByLabel("E-mail address").fill(email.toUpperCase());
  await page.getByLabel("Password", { exact: true }).fill(newPassword());
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Check your mailbox" })).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();

  const mail = await mailbox.latest(email);
  expect(mail.html).toContain('lang="en"');
  await page.goto(mail.link("/auth/confirm"));
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await page.waitForURL("**/dashboard");
  await expect(page.getByText("Anna Nowak").first()).toBeAttached();

  const { rows } = await pool.query(
    `SELECT p.name, p.locale, m.role, w.is_personal, w.trial_ends_at - now() AS trial
     FROM profiles p JOIN workspace_members m ON m.profile_id = p.id JOIN workspaces w ON w.id = m.workspace_id
     WHERE p.email = $1`,
    [email],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ name: "Anna Nowak", locale: "en", role: "OWNER", is_personal: true });
  expect(rows[0].trial.days).toBe(6);
});

test("the same in Polish, mail included", async ({ page, mailbox, pool }) => {
  const email = newEmail();
  await page.goto("/pl/sign-up");
  await page.getByLabel("Adres e-mail").fill(email);
  await page.getByLabel("Hasło", { exact: true }).fill(newPassword());
  await page.getByRole("button", { name: "Załóż konto" }).click();
  await expect(page.getByRole("heading", { name: "Sprawdź skrzynkę" })).toBeVisible();

  const link = await linkTo(mailbox, email);
  expect(new URL(link).pathname).toBe("/pl/auth/confirm");
  await page.goto(link);
  await page.getByRole("button", { name: "Potwierdzam adres" }).click();
  await page.waitForURL("**/pl/dashboard");
  const { rows } = await pool.query("SELECT locale FROM profiles WHERE email = $1", [email]);
  expect(rows).toEqual([{ locale: "pl" }]);
});

test("what is wrong is said beside its field, what was typed stays, and the first wrong field has the focus", async ({
  page,
}) => {
  await page.goto("/sign-up");
  await page.getByLabel("Name").fill("Anna");
  await page.getByLabel("E-mail address").fill("anna@");
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Please check" })).toBeVisible();
  await expect(page.getByText("This does not look like an e-mail address.")).toBeVisible();
  await expect(page.getByText("Use at least 10 characters.")).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toBeFocused();
  await expect(page.getByLabel("E-mail address")).toHaveValue("anna@");
  await expect(page.getByLabel("Name")).toHaveValue("Anna");
});

test("looking at the link does not use it up; pressing twice is harmless; a used one offers a new one", async ({
  page,
  browser,
  mailbox,
  request,
  stack,
}) => {
  const email = newEmail();
  await page.goto("/sign-up");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(newPassword());
  await page.getByRole("button", { name: "Create account" }).click();
  const link = await linkTo(mailbox, email);
  for (let scan = 0; scan < 3; scan++) expect((await request.get(link)).status()).toBe(200);

  // On another device, which knows nothing of this browser.
  const phone = await browser.newContext({ baseURL: stack.appUrl, viewport: { width: 360, height: 740 } });
  const other = await phone.newPage();
  await other.goto(link);
  // The account was not made here, so its password does not count here either.
  await other.getByRole("button", { name: "Confirm my address" }).click();
  await other.waitForURL("**/new-password*");
  await other.goto(link);
  await other.getByRole("button", { name: "Confirm my address" }).click();
  await other.waitForURL("**/new-password*");
  const password = newPassword();
  await other.getByLabel("New password", { exact: true }).fill(password);
  await other.getByRole("button", { name: "Save the password" }).click();
  await other.waitForURL("**/dashboard");
  await phone.close();

  await page.goto(link);
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await expect(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  await page.getByRole("link", { name: "Send me a new link" }).click();
  await signInByLink(page, mailbox, email, 2);
});

test("sign-in leads back to the page that asked for it, and never to another site", async ({
  page,
  person,
}) => {
  await page.goto("/dashboard/settings");
  await page.waitForURL("**/sign-in?next=*");
  await fillSignIn(page, person);
  await page.waitForURL("**/dashboard/settings");
  for (const next of [
    "//evil.example",
    "/\\evil.example",
    "/%09/evil.example",
    "https:evil.example",
    "/r/abc",
  ]) {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.waitForURL("**/dashboard");
  }
});

test("mailed links lead back to the page that asked for it: signing in, and signing up", async ({
  page,
  person,
  mailbox,
}) => {
  await page.goto("/dashboard/settings");
  await page.waitForURL("**/sign-in?next=*");
  await page.getByRole("link", { name: "Sign up", exact: true }).click();
  await expect(page.getByRole("button", { name: "Create account" })).toBeVisible();
  const email = newEmail();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(newPassword());
  await page.getByRole("button", { name: "Create account" }).click();
  await page.goto(await linkTo(mailbox, email));
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await page.waitForURL("**/dashboard/settings");
  await signOut(page);

  await page.goto("/dashboard/codes/new");
  await page.waitForURL("**/sign-in?next=*");
  await page.getByRole("link", { name: "Sign in with a link by e-mail" }).click();
  await expect(page.getByRole("button", { name: "Send the link" })).toBeVisible();
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.goto(await linkTo(mailbox, person.email, 2));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard/codes/new");
});

test("an address that is not confirmed yet is told so and can ask for the mail again", async ({
  page,
  mailbox,
}) => {
  const email = newEmail();
  const password = newPassword();
  await page.goto("/sign-up");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await mailbox.latest(email);
  await expect(page.getByRole("button", { name: /Send it again in \d+ seconds/ })).toBeDisabled();

  await signIn(page, { email, password });
  await expect(
    page.getByRole("alert").filter({ hasText: "Confirm your e-mail address first" }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Send it again" }).click();
  await expect(page.getByText("Only the newest link works.")).toBeVisible();
  await page.goto(await linkTo(mailbox, email, 2));
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await page.waitForURL("**/dashboard");
});

test("a new password through the mailbox ends the other sessions, and the old password is gone", async ({
  dashboard: page,
  person,
  browser,
  mailbox,
  stack,
}) => {
  const context = await browser.newContext({ baseURL: stack.appUrl });
  const other = await context.newPage();
  await other.goto("/forgot-password");
  await other.getByLabel("E-mail address").fill(person.email);
  await other.getByRole("button", { name: "Send the link" }).click();
  await other.goto(await linkTo(mailbox, person.email, 2));
  await other.getByRole("button", { name: "Choose a new password" }).click();
  await other.waitForURL("**/new-password");
  await other.getByLabel("New password", { exact: true }).fill("password12");
  await other.getByRole("button", { name: "Save the password" }).click();
  await expect(other.getByText("This password is easy to guess.")).toBeVisible();
  const password = newPassword();
  await other.getByLabel("New password", { exact: true }).fill(password);
  await other.getByRole("button", { name: "Save the password" }).click();
  await expect(other.getByText("Your password is changed.")).toBeVisible();
  // The permission that the link gave is used up.
  await other.goto("/new-password");
  await other.waitForURL("**/dashboard/settings");
  await context.close();

  await page.goto("/dashboard");
  await page.waitForURL("**/sign-in*");
  await signIn(page, person);
  await expect(page.getByRole("alert").filter({ hasText: "do not match" })).toBeVisible();
  await signIn(page, { ...person, password });
  await page.waitForURL("**/dashboard");
});

test("a link by mail signs up and signs in without any password", async ({ page, mailbox }) => {
  const email = newEmail();
  await page.goto("/sign-up");
  await page.getByRole("link", { name: "Sign up without a password" }).click();
  // Both forms ask for an address: only the new one has this button.
  await expect(page.getByRole("button", { name: "Send the link" })).toBeVisible();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.goto(await linkTo(mailbox, email));
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await page.waitForURL("**/dashboard");
  await signOut(page);

  await page.getByRole("link", { name: "Sign in with a link by e-mail" }).click();
  await signInByLink(page, mailbox, email, 2);
});

test("after signing out nothing of the account is left: not in the cookies, not behind the back button", async ({
  dashboard: page,
  context,
}) => {
  const before = await context.cookies();
  await page.goto("/dashboard/settings");
  await signOut(page);
  expect((await context.cookies()).filter(({ name }) => name.startsWith("sb-"))).toEqual([]);
  await page.goBack();
  await page.waitForURL("**/sign-in*");
  // The session itself has ended: its cookies, put back, open nothing.
  await context.addCookies(before);
  await page.goto("/dashboard");
  await page.waitForURL("**/sign-in*");
});

test("the session's cookies are out of reach of scripts, and signing in replaces them", async ({
  dashboard: page,
  context,
  person,
}) => {
  const session = async () => (await context.cookies()).filter(({ name }) => name.startsWith("sb-"));
  const first = await session();
  expect(first.length).toBeGreaterThan(0);
  for (const cookie of first) expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  await signOut(page);
  await signIn(page, person);
  await page.waitForURL("**/dashboard");
  expect((await session()).map(({ value }) => value)).not.toEqual(first.map(({ value }) => value));
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });
  test("signing up, confirming and signing out work", async ({ page, mailbox }) => {
    const email = newEmail();
    await page.goto("/sign-up");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("short");
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByText("Use at least 10 characters.").first()).toBeVisible();
    await expect(page.getByLabel("E-mail address")).toHaveValue(email);
    await page.getByLabel("Password", { exact: true }).fill(newPassword());
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByRole("heading", { name: "Check your mailbox" })).toBeVisible();
    await page.goto(await linkTo(mailbox, email));
    await page.getByRole("button", { name: "Confirm my address" }).click();
    await page.waitForURL("**/dashboard");
  });
});
