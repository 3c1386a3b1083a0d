import { randomUUID } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import type pg from "pg";
import { expect, test } from "./fixtures.ts";

/** As many as fill more than a page, with a name that nobody else has; the last one has days of a promo code. */
async function makePeople(pool: pg.Pool, count: number): Promise<string> {
  const surname = `Żółw${randomUUID().slice(0, 8)}`;
  await pool.query(
    `WITH people AS (
       INSERT INTO profiles (id, email, name, created_at, updated_at)
       SELECT gen_random_uuid(), 'crowd' || i || '.' || gen_random_uuid() || '@e2e.dynamicqr.test', 'Jan ' || $1::text,
         now() - interval '1 hour' - make_interval(mins => i), now()
       FROM generate_series(1, $2::int) i RETURNING id, email),
     own AS (
       INSERT INTO workspaces (name, is_personal, promo_ends_at, updated_at)
       SELECT id, true, CASE WHEN email LIKE 'crowd' || $2::int || '.%' THEN now() + interval '9 days' END, now() FROM people
       RETURNING id, name)
     INSERT INTO workspace_members (workspace_id, profile_id, role) SELECT id, name::uuid, 'OWNER' FROM own`,
    [surname, count],
  );
  return surname;
}

test("an admin finds people by name, filters them, turns the page and opens one", async ({
  admin: page,
  pool,
}) => {
  const surname = await makePeople(pool, 60);
  await page.goto("/admin");
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();

  // Neither case nor marks matter.
  await page.getByRole("searchbox").fill(surname.toUpperCase().replace("ŻÓŁW", "zolw"));
  await page.getByRole("button", { name: "Search" }).click();
  const people = page.getByRole("row").filter({ hasText: `Jan ${surname}` });
  await expect(people).toHaveCount(50);
  await expect(people.first()).toContainText("crowd1.");
  await page.getByRole("link", { name: "Older ones" }).click();
  await expect(people).toHaveCount(10);
  await expect(people.last()).toContainText("crowd60.");
  await page.getByRole("link", { name: "To the newest" }).click();
  await expect(people).toHaveCount(50);

  // The sweep has worked out by now, or will in a minute, what each may do.
  await expect
    .poll(
      async () => {
        await page.getByLabel("By", { exact: true }).selectOption({ label: "Promo days" });
        await page.getByRole("button", { name: "Search" }).click();
        return people.count();
      },
      { timeout: 90_000 },
    )
    .toBe(1);
  await expect(people).toContainText("Promo days");
  await expect(people).toContainText("Active");
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  const { searchParams } = new URL(page.url());
  expect(Object.fromEntries([...searchParams].filter(([, value]) => value))).toMatchObject({
    source: "promo",
  });
  const id = (
    await pool.query("SELECT id FROM profiles WHERE name = $1 AND email LIKE 'crowd60.%'", [`Jan ${surname}`])
  ).rows[0].id;
  await people.getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`/admin/users/${id}$`));
});

test("what nobody has is said to be nowhere, with the way back", async ({ admin: page }) => {
  await page.goto(`/admin/users?q=${randomUUID()}`);
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).first().click();
  await expect(page).toHaveURL(/\/admin\/users$/);
  await expect(page.getByRole("row").nth(1)).toBeVisible();
});

test("the list fits a phone, in Polish, too", async ({ admin: page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto("/pl/admin/users");
  await expect(page.getByRole("heading", { level: 1, name: "Użytkownicy" })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.emulateMedia({ colorScheme: "dark" });
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});
