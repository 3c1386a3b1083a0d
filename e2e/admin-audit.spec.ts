import { expect, test } from "./fixtures.ts";
import { workspaceOf } from "./local-stripe.ts";
import { expectReadable } from "./readable.ts";

test("an act is found by filters, with before and after and from where, and the owner sees it in theirs", async ({
  admin: page,
  other,
  person,
  pool,
}) => {
  const workspace = await workspaceOf(pool, other.person.email);
  const { rows } = await pool.query("SELECT id FROM profiles WHERE email = $1", [person.email]);
  await pool.query(
    `INSERT INTO audit_events (actor, action, subject, workspace_id, before, after, address)
     VALUES ('admin:' || $1, 'waiver.revoked', 'waiver:journey', $2, $3, $4, '2001:db8::7')`,
    [
      rows[0].id,
      workspace,
      { tier: "elite", days: 30 },
      { tier: "starter", days: 30, reason: "It was a mistake" },
    ],
  );
  await page.goto("/admin/audit");
  await page.getByLabel("Kind of actor").selectOption("Admin");
  await page.getByLabel("Who", { exact: true }).fill(person.email);
  await page.getByLabel("Action", { exact: true }).selectOption("Waiver revoked");
  await page.getByLabel("Workspace", { exact: true }).fill(workspace);
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/action=waiver\.revoked/);
  const row = page.getByRole("row").filter({ hasText: "waiver:journey" });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("2001:db8::7");
  await expect(row).toContainText("Reason: It was a mistake");
  await expect(row.locator("del")).toHaveText("elite");
  await expect(row.locator("ins")).toHaveText("starter");
  await expect(row.getByRole("link", { name: person.email })).toBeVisible();

  const file = await page.request.get(
    (await page.getByRole("link", { name: "Download CSV" }).getAttribute("href")) ?? "",
  );
  expect(file.headers()["content-type"]).toContain("text/csv");
  const lines = (await file.text()).trim().split("\r\n");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('"2001:db8::7","It was a mistake"');

  await other.page.goto("/dashboard/settings");
  await other.page.getByRole("link", { name: "Show activity" }).click();
  const mine = other.page.getByRole("row").filter({ hasText: "Waiver revoked" });
  await expect(mine).toContainText("DynamicQR support");
  await expect(mine).toContainText("Reason: It was a mistake");
  const shown = await other.page.content();
  for (const secret of [person.email, rows[0].id, "2001:db8::7"]) expect(shown).not.toContain(secret);
  await other.page.goto("/pl/dashboard/settings/activity");
  await expect(other.page.getByText("Pomoc DynamicQR").first()).toBeVisible();
});

test("an empty answer says so and leads back to everything", async ({ admin: page }) => {
  await page.goto("/admin/audit?subject=waiver:of-nobody");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).first().click();
  await expect(page).toHaveURL(/\/admin\/audit$/);
  await expect(page.getByRole("rowheader").first()).toBeVisible();
});

test("who does not run the platform finds nothing of it", async ({ dashboard: page }) => {
  for (const path of ["/admin/audit", "/admin/webhooks", "/admin/webhooks/evt_1", "/admin/system"]) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(307);
    expect(await answer.text(), path).not.toMatch(/From where|Set aside|Settings in force/);
  }
  for (const path of ["/api/admin/console/audit/export", "/api/admin/console/reconciliation"]) {
    expect((await page.request.get(path)).status(), path).toBe(403);
  }
});

test("the audit can be read by everybody", async ({ admin: page }) => {
  await expectReadable(page, "/admin/audit");
});
