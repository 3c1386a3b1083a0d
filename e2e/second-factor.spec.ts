import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { codeOf } from "../sandbox/auth/factors/code-of.ts";
import { expect, test } from "./fixtures.ts";
import { expectAccessible, expectFitsPhone } from "./readable.ts";
import { post } from "./requests.ts";
import { ageSecondFactor, makeAdmin, secretOf, typeCode } from "./second-factor.ts";
import { signIn } from "./sign-in.ts";

const goOn = (page: Page) => page.getByRole("button", { name: "Go on" });

test("an admin sets a second factor up, signs in anew and shows it, with a wrong code on the way", async ({
  dashboard: page,
  person,
  pool,
  mailbox,
}) => {
  await makeAdmin(pool, person);
  await page.goto("/admin/sign-ups");
  await expect(page).toHaveURL(/\/admin\/second-factor\?next=%2Fadmin%2Fsign-ups$/);
  await expect(page.getByRole("link", { name: "Sign-ups" })).toHaveCount(0);
  await page.getByRole("button", { name: "Set the app up" }).click();
  await expect(page.getByRole("img", { name: "QR code for the authenticator app" })).toBeVisible();
  const secret = await page.locator("code").innerText();
  await page.getByLabel("Code", { exact: true }).fill("12 34");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("Type the six digits of the code.")).toBeVisible();
  await expect(page.locator("code")).toHaveText(secret);
  const code = codeOf(secret);
  await page.getByLabel("Code", { exact: true }).fill(code);
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL("**/admin/sign-ups");
  await expect
    .poll(async () => (await mailbox.all(person.email)).map(({ subject }) => subject))
    .toContain("A second factor was added to your account");

  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  await signIn(page, person);
  await page.waitForURL("**/dashboard");
  const held = await post(page, "/api/admin/reconcile", {});
  expect([held.status(), (await held.json()).code]).toEqual([403, "second_factor"]);

  await page.goto("/admin");
  await expect(page.getByRole("heading", { level: 1, name: "Show your second factor" })).toBeVisible();
  await typeCode(page, secret, 20);
  await goOn(page).click();
  await expect(page.getByText("This code is not right, or not any more.")).toBeVisible();
  // The code that confirmed the app is still right at Supabase, and counts no second time.
  await page.getByLabel("Code", { exact: true }).fill(code);
  await goOn(page).click();
  await expect(page.getByText("This code was used already.")).toBeVisible();
  await typeCode(page, secret, 1);
  await goOn(page).click();
  await page.waitForURL("**/admin");
  await expect(page.getByRole("link", { name: "Sign-ups" }).first()).toBeVisible();
  const { rows } = await pool.query(
    `SELECT a.action, a.subject = 'profile:' || p.id AS own FROM audit_events a
     JOIN profiles p ON a.actor = 'admin:' || p.id WHERE p.email = $1 AND a.action LIKE 'second_factor.%'`,
    [person.email],
  );
  expect(rows).toEqual([{ action: "second_factor.added", own: true }]);
});

test("what wants it fresh is refused a quarter of an hour later, until it is shown again", async ({
  admin: page,
  person,
  pool,
  mailbox,
}) => {
  const secret = await secretOf(pool, person.email);
  await page.goto("/admin/second-factor");
  await ageSecondFactor(page, pool, person);
  expect((await page.request.get("/admin", { maxRedirects: 0 })).status()).toBe(200);
  const held = await post(page, `/api/admin/console/promo-batches/${randomUUID()}/export`, {});
  expect([held.status(), (await held.json()).code]).toEqual([403, "second_factor_stale"]);
  // The page was drawn while it was fresh.
  await page.getByRole("button", { name: "Remove the app" }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText("You showed your second factor more than 15 minutes ago.")).toBeVisible();
  await page.getByRole("link", { name: "Show it now" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Show your second factor" })).toBeVisible();
  await typeCode(page, secret, 1);
  await goOn(page).click();
  await expect(page.getByRole("heading", { level: 1, name: "Second factor" })).toBeVisible();

  await page.getByRole("button", { name: "Remove the app" }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Set up your second factor" })).toBeVisible();
  expect((await page.request.get("/admin", { maxRedirects: 0 })).status()).toBe(307);
  await expect
    .poll(async () => (await mailbox.all(person.email)).map(({ subject }) => subject))
    .toContain("The second factor of your account was removed");
});

test("a form of the console that wants it fresh leads to showing it and back, and is then taken", async ({
  admin: page,
  person,
  pool,
}) => {
  const secret = await secretOf(pool, person.email);
  const { rows } = await pool.query("SELECT id FROM profiles WHERE email = $1", [person.email]);
  const path = `/admin/users/${rows[0].id}`;
  await page.goto(path);
  await ageSecondFactor(page, pool, person);
  await page.getByRole("button", { name: "Give days" }).click();
  await expect(page.getByText("You showed your second factor more than 15 minutes ago.")).toBeVisible();
  await page.getByRole("link", { name: "Show it now" }).click();
  await typeCode(page, secret, 1);
  await goOn(page).click();
  await page.waitForURL(`**${path}`);
  await page.getByRole("button", { name: "Give days" }).click();
  await expect(page.getByText(/^30 days were given/)).toBeVisible();
});

test("another app takes the place of the first, whose codes count no more", async ({
  admin: page,
  person,
  pool,
}) => {
  const first = await secretOf(pool, person.email);
  await page.goto("/admin/second-factor");
  await page.getByRole("button", { name: "Set up another app instead" }).click();
  const second = await page.locator("code").innerText();
  await typeCode(page, second);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("button", { name: "Set up another app instead" })).toBeVisible();
  expect([first, await secretOf(pool, person.email)]).toEqual([expect.not.stringContaining(second), second]);
  await ageSecondFactor(page, pool, person);
  await page.reload();
  await typeCode(page, first);
  await goOn(page).click();
  await expect(page.getByText("This code is not right, or not any more.")).toBeVisible();
});

test("a password is changed by who has shown it, and by nobody below", async ({
  admin: page,
  person,
  pool,
}) => {
  const secret = await secretOf(pool, person.email);
  const change = async (from: string, to: string) => {
    await page.goto("/dashboard/settings");
    const form = page.locator("form", { has: page.getByRole("button", { name: "Change the password" }) });
    await form.getByLabel("Current password", { exact: true }).fill(from);
    await form.getByLabel("New password", { exact: true }).fill(to);
    await form.getByRole("button", { name: "Change the password" }).click();
  };
  const next = "new words for it 1";
  await change(person.password, next);
  await expect(page.getByText("Your password is changed.")).toBeVisible();
  await page.context().clearCookies();
  await signIn(page, { ...person, password: next });
  await page.waitForURL("**/dashboard");
  await change(next, "new words for it 2");
  await page.getByRole("link", { name: "Show it now" }).click();
  await typeCode(page, secret, 1);
  await goOn(page).click();
  await page.waitForURL("**/dashboard/settings");
});

test("whoever runs nothing and has none finds no page for it", async ({ dashboard: page }) => {
  for (const path of ["/admin/second-factor", "/pl/admin/second-factor?next=/admin"]) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    expect(answer.status()).toBe(307);
    expect(await answer.text()).not.toContain("<h1");
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the page in both languages ${colorScheme}, on a phone: no violation of accessibility`, async ({
    dashboard: page,
    person,
    pool,
  }) => {
    await makeAdmin(pool, person);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const inspect = async () => {
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page);
      await expectFitsPhone(page);
    };
    await page.goto("/admin/second-factor");
    await inspect();
    await page.getByRole("button", { name: "Set the app up" }).click();
    await page.locator("code").waitFor();
    await inspect();
    await typeCode(page, await page.locator("code").innerText());
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("button", { name: "Remove the app" }).waitFor();
    await inspect();
    await page.goto("/pl/admin/second-factor");
    await inspect();
    await ageSecondFactor(page, pool, person);
    await page.reload();
    await inspect();
  });
}

test("without scripts it is set up and shown as well", async ({
  dashboard,
  person,
  pool,
  browser,
  stack,
}) => {
  await makeAdmin(pool, person);
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: stack.appUrl });
  await context.addCookies(await dashboard.context().cookies());
  const page = await context.newPage();
  await page.goto("/admin");
  await page.getByRole("button", { name: "Set the app up" }).click();
  const secret = await page.locator("code").innerText();
  await page.getByLabel("Code", { exact: true }).fill("1");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("Type the six digits of the code.")).toBeVisible();
  await expect(page.locator("code")).toHaveText(secret);
  await page.getByLabel("Code", { exact: true }).fill(codeOf(secret));
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page).toHaveURL(/\/admin$/);
  await context.close();
});
