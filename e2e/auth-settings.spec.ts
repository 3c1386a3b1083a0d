import { expect, newEmail, test } from "./fixtures.ts";
import { newPassword, signIn } from "./sign-in.ts";

test("a changed name is kept, and shown at once", async ({ dashboard: page, pool, person }) => {
  await page.goto("/dashboard/settings");
  await page.getByLabel("Name").fill("  ");
  await page.getByRole("button", { name: "Save the name" }).click();
  await expect(page.getByText("Please fill this in.")).toBeVisible();
  await page.getByLabel("Name").fill("Zofia Żak");
  await page.getByRole("button", { name: "Save the name" }).click();
  await expect(page.getByText("Your name is saved.")).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Zofia Żak");
  const { rows } = await pool.query("SELECT name FROM profiles WHERE email = $1", [person.email]);
  expect(rows).toEqual([{ name: "Zofia Żak" }]);
});

test("the address changes once the new mailbox has agreed, and not before", async ({
  dashboard: page,
  person,
  mailbox,
  pool,
}) => {
  const email = newEmail();
  const region = page.locator("form", { has: page.getByRole("button", { name: "Change the address" }) });
  await page.goto("/dashboard/settings");
  await region.getByLabel("New e-mail address").fill(email);
  await region.getByLabel("Current password", { exact: true }).fill("certainly not this one");
  await region.getByRole("button", { name: "Change the address" }).click();
  await expect(region.getByText("This is not your current password.")).toBeVisible();
  await expect(region.getByLabel("New e-mail address")).toHaveValue(email);
  expect(await mailbox.all(email)).toEqual([]);

  await region.getByLabel("Current password", { exact: true }).fill(person.password);
  await region.getByRole("button", { name: "Change the address" }).click();
  await expect(region.getByText("We have sent a confirmation message.")).toBeVisible();
  await page.reload();
  await expect(region.getByText(`${email} is waiting to be confirmed`)).toBeVisible();
  await expect(region.getByText(`Your address is ${person.email}.`)).toBeVisible();

  // Whoever has the old mailbox hears of it, in time to do something.
  const told = async () => (await mailbox.all(person.email)).map(({ text }) => text).join("\n");
  await expect.poll(told, { timeout: 20_000 }).toContain(`has asked for its address to become ${email}`);

  await page.goto((await mailbox.latest(email)).link("/auth/confirm"));
  await page.getByRole("button", { name: "Confirm new address" }).click();
  await expect(page.getByText("Your e-mail address is changed.")).toBeVisible();
  await expect(region.getByText(`Your address is ${email}.`)).toBeVisible();
  const { rows } = await pool.query("SELECT email FROM profiles WHERE email = ANY ($1)", [
    [email, person.email],
  ]);
  expect(rows).toEqual([{ email }]);
});

test("a changed password keeps this session, ends the others and is asked for from then on", async ({
  dashboard: page,
  person,
  browser,
  stack,
}) => {
  const context = await browser.newContext({ baseURL: stack.appUrl });
  const other = await context.newPage();
  await signIn(other, person);
  await other.waitForURL("**/dashboard");

  const region = page.locator("form", { has: page.getByRole("button", { name: "Change the password" }) });
  await page.goto("/dashboard/settings");
  await region.getByLabel("Current password", { exact: true }).fill("certainly not this one");
  const password = newPassword();
  await region.getByLabel("New password", { exact: true }).fill(password);
  await region.getByRole("button", { name: "Change the password" }).click();
  await expect(region.getByText("This is not your current password.")).toBeVisible();

  await region.getByLabel("Current password", { exact: true }).fill(person.password);
  await region.getByLabel("New password", { exact: true }).fill(password);
  await region.getByRole("button", { name: "Change the password" }).click();
  await expect(region.getByText("Your password is changed.")).toBeVisible();
  await page.goto("/dashboard/settings");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();

  await other.goto("/dashboard");
  await other.waitForURL("**/sign-in*");
  await signIn(other, person);
  await expect(other.getByRole("alert").filter({ hasText: "do not match" })).toBeVisible();
  await signIn(other, { ...person, password });
  await other.waitForURL("**/dashboard");
  await context.close();
});

test("another language is spoken at once, and in later mails", async ({
  dashboard: page,
  person,
  mailbox,
}) => {
  await page.goto("/dashboard/settings");
  await page.getByLabel("Language of the pages").selectOption("pl");
  await page.getByRole("button", { name: "Save the language" }).click();
  await page.waitForURL("**/pl/dashboard/settings*");
  await expect(page.getByText("Od teraz rozmawiamy po polsku")).toBeVisible();
  await expect(page.getByLabel("Język stron")).toHaveValue("pl");

  await page.goto("/pl/forgot-password");
  await page.getByLabel("Adres e-mail").fill(person.email);
  await page.getByRole("button", { name: "Wyślij link" }).click();
  await expect(page.getByRole("heading", { name: "Sprawdź skrzynkę" })).toBeVisible();
  const mail = await mailbox.latest(person.email, 2);
  expect(new URL(mail.link("/auth/confirm")).pathname).toBe("/pl/auth/confirm");

  await page.goto("/pl/dashboard/settings");
  await page.getByLabel("Język stron").selectOption("en");
  await page.getByRole("button", { name: "Zapisz język" }).click();
  await expect(page.getByText("From now on we speak English with you")).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/dashboard/settings");
});

test("signing out everywhere ends every session", async ({ dashboard: page, person, browser, stack }) => {
  const context = await browser.newContext({ baseURL: stack.appUrl });
  const other = await context.newPage();
  await signIn(other, person);
  await other.waitForURL("**/dashboard");

  await page.goto("/dashboard/settings");
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.waitForURL("**/sign-in");
  await other.goto("/dashboard");
  await other.waitForURL("**/sign-in*");
  await context.close();
});
