import { randomUUID } from "node:crypto";
import type pg from "pg";
import { expect, test } from "./fixtures.ts";
import { expectAccessible, expectReadable } from "./readable.ts";

/** As many as fill more than a page, with a name that nobody else has; the oldest has days of a promo code. */
async function makePeople(pool: pg.Pool, count: number): Promise<string> {
  const surname = `Żółw${randomUUID().slice(0, 8)}`;
  const named = "(SELECT id FROM profiles WHERE name = 'Jan ' || $1)";
  await pool.query(
    `INSERT INTO profiles (id, email, name, created_at, updated_at)
     SELECT gen_random_uuid(), 'crowd' || i || '.' || gen_random_uuid() || '@e2e.dynamicqr.test', 'Jan ' || $1,
       now() - interval '1 hour' - make_interval(mins => i), now() FROM generate_series(1, $2::int) i`,
    [surname, count],
  );
  await pool.query(
    `INSERT INTO workspaces (id, name, is_personal, updated_at) SELECT id, 'Own', true, now() FROM ${named} p`,
    [surname],
  );
  await pool.query(
    `INSERT INTO workspace_members (workspace_id, profile_id, role) SELECT id, id, 'OWNER' FROM ${named} p`,
    [surname],
  );
  await pool.query(
    `WITH oldest AS (SELECT id FROM profiles WHERE name = 'Jan ' || $1 ORDER BY created_at LIMIT 1),
       given AS (UPDATE workspaces SET promo_ends_at = now() + interval '9 days' WHERE id IN (SELECT id FROM oldest))
     SELECT`,
    [surname],
  );
  // As the sweep leaves it, which is not waited for.
  await pool.query(
    `UPDATE workspace_access a SET tier = 'premium', source = 'promo', next_change_at = w.promo_ends_at
     FROM workspaces w WHERE w.id = a.workspace_id AND w.promo_ends_at IS NOT NULL AND a.profile_id IN ${named}`,
    [surname],
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
  await page.getByRole("button", { name: "Apply" }).click();
  const people = page.getByRole("row").filter({ hasText: `Jan ${surname}` });
  await expect(people).toHaveCount(50);
  await expect(people.first()).toContainText("crowd1.");
  await page.getByRole("link", { name: "Older ones" }).click();
  await expect(people).toHaveCount(10);
  await expect(people.last()).toContainText("crowd60.");
  await page.getByRole("link", { name: "To the newest" }).click();
  await expect(people).toHaveCount(50);

  await page.getByLabel("By", { exact: true }).selectOption({ label: "Promo days" });
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(people).toHaveCount(1);
  await expect(people).toContainText("Promo days");
  await expect(people).toContainText("Active");
  await expectAccessible(page);

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
  await expectReadable(page, "/admin/users");
  await expect(page.getByRole("heading", { level: 1, name: "Użytkownicy" })).toBeVisible();
});
