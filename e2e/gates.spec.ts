import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { workspaceOf } from "./local-stripe.ts";
import { expectAccessible } from "./readable.ts";
import { endTrial, giveTrial } from "./trial.ts";

async function fillIn(page: Page, name: string): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Destination").fill("https://example.com/");
}

test("on Free the short link and the expiry are closed, say why and lead to Pro", async ({
  dashboard: page,
  person,
  pool,
}) => {
  await endTrial(pool, person.email);
  await page.goto("/dashboard/codes/new");
  for (const label of ["Short link", "Expires"]) {
    const field = page.getByLabel(label);
    // The Tab key reaches it like any other field.
    await field.focus();
    await expect(field).toBeFocused();
    await expect(field).not.toBeEditable();
    await expect(field).toHaveAccessibleDescription(/comes with Pro/);
  }
  await expectAccessible(page);
  const ways = page.getByRole("link", { name: /Comes with Pro: upgrade/ });
  await expect(ways).toHaveCount(2);
  await fillIn(page, "Menu");
  await page.getByRole("button", { name: "Create code" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Menu" })).toBeVisible();

  await page.goto("/dashboard");
  await expect(page.getByText("1/10 codes")).toBeVisible();

  await page.goto("/dashboard/codes/new");
  await ways.first().press("Enter");
  await page.waitForURL("**/dashboard/billing");
  await giveTrial(pool, person.email);
  await page.goto("/dashboard/codes/new");
  await expect(page.getByLabel("Short link")).toBeEditable();
  await expect(page.getByLabel("Expires")).toBeEditable();

  await page.goto("/pl/dashboard");
  await expect(page.getByText("1 kod", { exact: true }).first()).toBeVisible();
  await endTrial(pool, person.email);
  await page.reload();
  await expect(page.getByText("1/10 kodów")).toBeVisible();
});

test("who loses Pro while a form is open reads what has become of it, and keeps what was typed", async ({
  dashboard: page,
  person,
  pool,
}) => {
  const slug = `mine-${Date.now().toString(36)}`;
  await page.goto("/dashboard/codes/new");
  await fillIn(page, "Menu");
  await page.getByLabel("Short link").fill(slug);
  await endTrial(pool, person.email);
  await page.getByRole("button", { name: "Create code" }).click();
  await expect(page.getByRole("alert").getByText("A short link of your own comes with Pro")).toBeVisible();
  await expect(page.getByRole("alert").getByRole("link", { name: "Upgrade to Pro" })).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Menu");
  await expect(page.getByLabel("Short link")).toHaveValue(slug);
  await page.getByLabel("Short link").fill("");
  await page.getByRole("button", { name: "Create code" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Menu" })).toBeVisible();
});

test("after a downgrade a code keeps its expiry beside other changes, and can lose it; its days are not in the page", async ({
  dashboard: page,
  person,
  pool,
}) => {
  await page.goto("/dashboard/codes/new");
  await fillIn(page, "Summer");
  await page.getByLabel("Expires").fill("2027-06-01T12:00");
  await page.getByRole("button", { name: "Create code" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Summer" })).toBeVisible();
  const id = new URL(page.url()).pathname.split("/").at(-1);
  await pool.query("INSERT INTO scan_daily VALUES ($1, current_date, 7321654, 0)", [id]);
  await pool.query("INSERT INTO scan_totals VALUES ($1, 8765432, 0, now())", [id]);
  const tells = async (figure: RegExp) =>
    figure.test(await (await page.request.get(`/dashboard/codes/${id}`)).text());
  expect(await tells(/7,?321,?654/)).toBe(true);
  const expiry = async () =>
    (await pool.query("SELECT expires_at FROM qr_codes WHERE id = $1", [id])).rows[0].expires_at;
  const before = await expiry();

  await endTrial(pool, person.email);
  await page.goto(`/dashboard/codes/${id}`);
  await expect(page.getByText("Your scans have more to tell")).toBeVisible();
  expect(await tells(/8,?765,?432/)).toBe(true);
  expect(await tells(/7,?321,?654/)).toBe(false);
  await expect(page.getByLabel("Expires")).toHaveAccessibleDescription(/Another date comes with Pro/);
  await expectAccessible(page);
  await page.getByLabel("Name").fill("Late summer");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Late summer" })).toBeVisible();
  expect(await expiry()).toEqual(before);

  await page.getByLabel("Expires").selectOption({ label: "Remove the expiry" });
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("No expiry")).toBeVisible();
  expect(await expiry()).toBeNull();
  await expect(page.getByLabel("Expires")).not.toBeEditable();
});

test("a limit that blocks says which plan has more, and leads there", async ({
  dashboard: page,
  pool,
  person,
}) => {
  await endTrial(pool, person.email);
  await page.goto("/dashboard/codes/new");
  await page.getByLabel("Name", { exact: true }).fill("One too many");
  await page.getByLabel("Destination").fill("https://example.com/");
  await pool.query(
    `INSERT INTO qr_codes (workspace_id, slug, name, destination, is_active, pause_reason, updated_at)
     SELECT $1, 'full' || substr(md5(random()::text), 1, 16) || i, 'Full ' || i, 'https://example.com/', i <= 10,
       CASE WHEN i > 10 THEN 'plan'::pause_reason END, now() FROM generate_series(1, 11) i`,
    [await workspaceOf(pool, person.email)],
  );
  // Filled from elsewhere while somebody was typing.
  await page.getByRole("button", { name: "Create code" }).click();
  await expect(page.getByText("10 codes are what your plan holds")).toBeVisible();
  await page.goto("/dashboard/codes/new");
  await expect(page.getByText("10 codes are what your plan holds")).toBeVisible();
  await expect(page.getByRole("button", { name: "Create code" })).toHaveCount(0);

  await page.goto("/dashboard");
  await page.getByRole("link", { name: "Full 11", exact: true }).click();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("10 codes are active, as many as your plan allows")).toBeVisible();
  await page.getByRole("alert").getByRole("link", { name: "Upgrade to Pro" }).click();
  await expect(page).toHaveURL(/\/dashboard\/billing$/);
});
