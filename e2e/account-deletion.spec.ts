import type { Page } from "@playwright/test";
import { expect, type Person, test } from "./fixtures.ts";
import { expectAccessible, expectFitsPhone } from "./readable.ts";
import { signIn } from "./sign-in.ts";

const inEnglish = {
  prefix: "",
  address: "Your e-mail address",
  password: "Your password",
  submit: "Delete my account",
  title: /^Your account will be deleted on/,
  keep: "Keep my account",
  signOut: "Sign out",
};
const inPolish = {
  prefix: "/pl",
  address: "Twój adres e-mail",
  password: "Twoje hasło",
  submit: "Usuń moje konto",
  title: /^Twoje konto zostanie usunięte/,
  keep: "Zachowaj konto",
  signOut: "Wyloguj się",
};

async function askForDeletion(page: Page, { prefix, ...words }: typeof inEnglish, typed: Person) {
  await page.goto(`${prefix}/dashboard/settings`);
  const form = page.locator("form", { has: page.getByRole("button", { name: words.submit }) });
  await form.getByLabel(words.address).fill(typed.email);
  await form.getByLabel(words.password, { exact: true }).fill(typed.password);
  await form.getByRole("button", { name: words.submit }).click();
  return form;
}

async function makeCode(page: Page, origin: string): Promise<string> {
  const data = { name: "Menu", destination: "https://example.com/menu" };
  const made = await page.request.post("/api/codes", { data, headers: { origin } });
  return (await made.json()).slug;
}

for (const words of [inEnglish, inPolish]) {
  test(`an account is deleted, comes back to one page, and is kept (${words.prefix || "/en"})`, async ({
    dashboard: page,
    person,
    stack,
    browser,
  }) => {
    const { origin } = new URL(stack.appUrl);
    const slug = await makeCode(page, origin);
    const visit = async () => {
      const answer = await page.request.get(`/r/${slug}`, { maxRedirects: 0 });
      return answer.status();
    };
    expect(await visit()).toBe(302);
    await askForDeletion(page, words, person);
    await expect(page.getByRole("heading", { level: 1, name: words.title })).toBeVisible();
    await expect.poll(visit, { timeout: 1_000 }).toBe(410);

    for (const path of ["/dashboard", "/dashboard/billing", "/dashboard/settings", "/dashboard/codes/new"]) {
      await page.goto(words.prefix + path);
      await expect(page.getByRole("heading", { level: 1, name: words.title }), path).toBeVisible();
    }
    for (const path of ["/api/codes", "/api/billing/subscription", "/api/billing/invoices"]) {
      expect((await page.request.get(path)).status(), path).toBe(403);
    }
    await expectAccessible(page);
    await expectFitsPhone(page);

    await page.getByRole("button", { name: words.signOut }).click();
    await page.waitForURL("**/sign-in");
    const context = await browser.newContext({ baseURL: stack.appUrl });
    const elsewhere = await context.newPage();
    await signIn(elsewhere, person);
    await elsewhere.waitForURL("**/leaving");
    await elsewhere.goto(`${words.prefix}/leaving`);
    await elsewhere.getByRole("button", { name: words.keep }).click();
    await elsewhere.waitForURL("**/dashboard");
    await expect(elsewhere.getByRole("link", { name: "Menu", exact: true })).toBeVisible();
    await expect.poll(visit, { timeout: 1_000 }).toBe(302);
    await context.close();
  });
}

test("neither a wrong password nor another address deletes anything", async ({
  dashboard: page,
  person,
  pool,
}) => {
  const wrong = await askForDeletion(page, inEnglish, { ...person, password: "certainly not this one" });
  await expect(wrong.getByText("This is not your current password.")).toBeVisible();
  await expect(wrong.getByLabel(inEnglish.address)).toHaveValue(person.email);
  const other = await askForDeletion(page, inEnglish, { ...person, email: "somebody@example.com" });
  await expect(other.getByText("This is not the address of your account.")).toBeVisible();
  const { rows } = await pool.query("SELECT deletion_requested_at AS at FROM profiles WHERE email = $1", [
    person.email,
  ]);
  expect(rows).toEqual([{ at: null }]);
});

test("the only owner of a workspace with others in it is told what to do first", async ({
  dashboard: page,
  person,
  pool,
}) => {
  const { rows } = await pool.query<{ id: string }>(
    "INSERT INTO profiles (id, email, updated_at) VALUES (gen_random_uuid(), 'colleague@example.com', now()) RETURNING id",
  );
  await pool.query(
    `INSERT INTO workspace_members (workspace_id, profile_id, role)
     SELECT m.workspace_id, $2, 'MEMBER' FROM workspace_members m
     JOIN profiles p ON p.id = m.profile_id WHERE p.email = $1`,
    [person.email, rows[0]?.id],
  );
  const form = await askForDeletion(page, inEnglish, person);
  await expect(form.getByRole("alert")).toContainText("has other members, and you are its only owner");
});

test("a recovery link leads somebody who is leaving to their one page as well", async ({
  dashboard: page,
  person,
  mailbox,
}) => {
  await askForDeletion(page, inEnglish, person);
  await expect(page.getByRole("heading", { level: 1, name: inEnglish.title })).toBeVisible();
  await page.getByRole("button", { name: inEnglish.signOut, exact: true }).click();
  await page.waitForURL("**/sign-in");
  await page.goto("/forgot-password");
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("heading", { name: "Check your mailbox" })).toBeVisible();
  const known = (await mailbox.all(person.email)).find(({ text }) => text.includes("type=recovery"));
  await page.goto(known?.link("/auth/confirm") ?? "");
  await page.getByRole("main").getByRole("button").first().click();
  await page.waitForURL("**/leaving");
  await expect(page.getByRole("button", { name: inEnglish.keep })).toBeVisible();
});
