import type { Page } from "@playwright/test";
import type pg from "pg";
import { expect, type Person, test } from "./fixtures.ts";
import { workspaceOf } from "./local-stripe.ts";
import { mirrorPlan } from "./mirrored-plan.ts";
import { expectAccessible, expectReadable } from "./readable.ts";
import { post } from "./requests.ts";
import { ageSecondFactor } from "./second-factor.ts";
import { endTrial } from "./trial.ts";

async function idOf(pool: pg.Pool, { email }: Person): Promise<string> {
  const { rows } = await pool.query("SELECT id FROM profiles WHERE email = $1", [email]);
  return rows[0].id;
}

/** The part of the page with this heading. */
const part = (page: Page, name: string) =>
  page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name, exact: true }) });

/** Answers the question that wants to know why. */
async function confirm(page: Page, button: string, reason = "asked by phone"): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name: button }).click();
  await expect(dialog).toHaveCount(0);
}

test("an admin grants a waiver and takes it back, and the user's badge follows", async ({
  admin: page,
  other,
  pool,
}) => {
  await endTrial(pool, other.person.email);
  await other.page.goto("/dashboard/usage");
  await expect(other.page.getByRole("link", { name: "Enterprise" })).toHaveCount(0);
  await page.goto(`/admin/users/${await idOf(pool, other.person)}`);
  await expect(page.getByRole("heading", { level: 1, name: other.person.email })).toBeVisible();
  const waivers = part(page, "Waivers");
  await waivers.getByLabel("Plan").selectOption("enterprise");
  await waivers.getByLabel("Reason").fill("partner");
  await waivers.getByRole("button", { name: "Grant waiver" }).click();
  await expect(waivers.getByRole("row").filter({ hasText: "partner" })).toBeVisible();
  await expect(part(page, "Access").getByRole("row").filter({ hasText: "Waiver" })).toContainText("Counts");
  await other.page.reload();
  await expect(other.page.getByRole("link", { name: "Enterprise" })).toBeVisible();

  await waivers.getByRole("button", { name: "Revoke" }).click();
  await confirm(page, "Revoke");
  await expect(part(page, "Access").getByText("Nothing but Free").first()).toBeVisible();
  await other.page.reload();
  await expect(other.page.getByRole("link", { name: "Enterprise" })).toHaveCount(0);
});

test("an admin gives days once however often the form is sent, and ends a trial", async ({
  admin: page,
  other,
  pool,
}) => {
  await page.goto(`/admin/users/${await idOf(pool, other.person)}`);
  const access = part(page, "Access");
  await access.getByLabel("Days", { exact: true }).fill("0");
  await access.getByRole("button", { name: "Give days" }).click();
  await expect(access.getByText("Choose a whole number from 1 to 3,650 days.")).toBeVisible();
  await access.getByLabel("Days", { exact: true }).fill("45");
  await access.getByRole("button", { name: "Give days" }).dblclick();
  await expect(access.getByText(/^45 days were given\. All promo days are over on /)).toBeVisible();
  await expect(access.getByText(/^45 days wait; all are over on /)).toBeVisible();
  const workspace = await workspaceOf(pool, other.person.email);
  const grants = () => pool.query("SELECT days FROM promo_grants WHERE workspace_id = $1", [workspace]);
  expect((await grants()).rows).toEqual([{ days: 45 }]);

  await access.getByRole("button", { name: "End the trial" }).click();
  await confirm(page, "End the trial");
  await expect(access.getByText(/^45 days left, until /)).toBeVisible();
  await expect(access.getByRole("button", { name: "End the trial" })).toHaveCount(0);
  await expect(
    part(page, "Audit").getByRole("row").filter({ hasText: "trial.ended_by_admin" }),
  ).toContainText("asked by phone");
});

test("an admin makes somebody an admin and takes the role back", async ({ admin: page, other, pool }) => {
  const id = await idOf(pool, other.person);
  await page.goto(`/admin/users/${id}`);
  const person = part(page, "Person");
  await person.getByRole("button", { name: "Make admin" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make admin" }).click();
  await expect(page.getByRole("dialog").getByText("Please fill this in.")).toBeVisible();
  await confirm(page, "Make admin");
  await expect(person.getByText("Admin", { exact: true })).toBeVisible();
  await other.page.goto("/admin");
  await expect(other.page).toHaveURL(/\/admin\/second-factor/);
  await person.getByRole("button", { name: "Take the role away" }).click();
  await confirm(page, "Take the role away");
  await expect(person.getByText("User", { exact: true })).toBeVisible();
  await other.page.goto("/admin");
  await expect(other.page).toHaveURL(/\/dashboard$/);
});

test("a paused user is shut out at once with their codes, and let in again with them", async ({
  admin: page,
  other,
  pool,
  stack,
}) => {
  const workspace = await workspaceOf(pool, other.person.email);
  const slug = `paused-${crypto.randomUUID()}`;
  await pool.query(
    `INSERT INTO qr_codes (workspace_id, slug, name, destination, updated_at)
     VALUES ($1, $2, 'Menu', 'https://example.com/menu', now())`,
    [workspace, slug],
  );
  const scan = async () => (await page.request.get(`/r/${slug}`, { maxRedirects: 0 })).status();
  expect(await scan()).toBe(302);
  await page.goto(`/admin/users/${await idOf(pool, other.person)}`);
  const person = part(page, "Person");
  await person.getByRole("button", { name: "Pause account" }).click();
  await page.getByLabel("Suspend their codes, too").check();
  await confirm(page, "Pause account", "phishing");
  await expect(person.getByText("Paused", { exact: true })).toBeVisible();
  await expect(person.getByText("1 code is suspended with it.")).toBeVisible();

  await other.page.goto("/dashboard/settings");
  await expect(other.page).toHaveURL(/\/paused$/);
  await expect(other.page.getByRole("heading", { name: "Your account is paused" })).toBeVisible();
  await expect(other.page.getByText("phishing")).toHaveCount(0);
  await expectAccessible(other.page);
  await other.page.goto("/pl/dashboard");
  await expect(other.page.getByRole("heading", { name: "Twoje konto jest wstrzymane" })).toBeVisible();
  const refused = await other.page.request.get(`${stack.appUrl}/api/codes`);
  expect([refused.status(), (await refused.json()).values]).toEqual([403, { reason: "account_paused" }]);
  await expect.poll(scan).toBe(403);

  await person.getByRole("button", { name: "Let in again" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Let in again" }).click();
  await expect(person.getByText("Active", { exact: true })).toBeVisible();
  await other.page.goto("/dashboard");
  await expect(other.page).toHaveURL(/\/dashboard$/);
  await expect.poll(scan).toBe(302);
});

test("an admin exports what is known of somebody, with a fresh second factor alone", async ({
  admin: page,
  other,
  person,
  pool,
}) => {
  const path = `/admin/users/${await idOf(pool, other.person)}`;
  await page.goto(path);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export data" }).click();
  const stream = await (await download).createReadStream();
  const data = JSON.parse(Buffer.concat(await stream.toArray()).toString());
  expect(data.profile.email).toBe(other.person.email);
  expect(data.workspaces).toHaveLength(1);

  await ageSecondFactor(page, pool, person);
  await page.goto(path);
  await expect(page.getByRole("link", { name: "Show the second factor to export" })).toBeVisible();
  const stale = await post(page, `/api${path.replace("/admin", "/admin/console")}/export`, {});
  expect([stale.status(), (await stale.json()).code]).toEqual([403, "second_factor_stale"]);
});

test("an admin deletes an account, then erases it at once", async ({ admin: page, other, pool }) => {
  const id = await idOf(pool, other.person);
  await page.goto(`/admin/users/${id}`);
  const person = part(page, "Person");
  await person.getByRole("button", { name: "Delete account" }).click();
  await confirm(page, "Delete account");
  await expect(person.getByText("Being deleted", { exact: true })).toBeVisible();
  await other.page.goto("/dashboard");
  await expect(other.page).toHaveURL(/\/leaving$/);
  await person.getByRole("button", { name: "Erase now" }).click();
  await confirm(page, "Erase now");
  await expect(person.getByText(/^Erased on /)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("@deleted.invalid");
});

test("whoever is no admin finds nothing of anybody", async ({ dashboard: page, other, pool }) => {
  const id = await idOf(pool, other.person);
  for (const path of [`/admin/users/${id}`, `/pl/admin/users/${id}`]) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(307);
    expect(await answer.text(), path).not.toContain(other.person.email);
  }
  expect((await post(page, `/api/admin/console/users/${id}/export`, {})).status()).toBe(403);
});

test("somebody who is not there is not found, and one's own account is neither paused nor deleted", async ({
  admin: page,
  person,
  pool,
}) => {
  for (const id of [crypto.randomUUID(), "nobody"]) {
    expect((await page.request.get(`/admin/users/${id}`)).status(), id).toBe(404);
  }
  await page.goto(`/admin/users/${await idOf(pool, person)}`);
  await expect(page.getByRole("button", { name: "Take the role away" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Pause account" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Delete account" })).toHaveCount(0);
});

test("a person's page is readable in both themes and languages, and on a phone", async ({
  admin: page,
  other,
  pool,
}) => {
  await mirrorPlan(pool, other.person.email, { status: "active" });
  await expectReadable(page, `/admin/users/${await idOf(pool, other.person)}`);
});
