import type { Page } from "@playwright/test";
import type pg from "pg";
import { expect, test } from "./fixtures.ts";
import { workspaceOf } from "./local-stripe.ts";
import { expectReadable } from "./readable.ts";
import { endTrial } from "./trial.ts";

async function lookUp(page: Page, label: string, term: string): Promise<void> {
  await page.getByLabel(label).fill(term);
  await page.getByRole("button", { name: "Look up" }).click();
}

test("an admin grants a waiver, and the user's badge changes until it is revoked", async ({
  admin: page,
  other,
  pool,
}) => {
  const workspaceId = await workspaceOf(pool, other.person.email);
  await endTrial(pool, other.person.email);
  await other.page.goto("/dashboard/billing");
  await expect(other.page.getByRole("link", { name: "Free", exact: true })).toBeVisible();

  await page.goto("/admin");
  await page.getByRole("link", { name: "Waivers" }).first().click();
  await lookUp(page, "Which workspace?", `nobody-${workspaceId}`);
  await expect(page.getByText("Nobody is found under that.")).toBeVisible();
  await lookUp(page, "Which workspace?", other.person.email);
  await expect(page.getByRole("radio", { name: other.person.email })).toBeChecked();
  await page.getByRole("button", { name: "Grant waiver" }).click();
  await expect(page.getByLabel("Reason")).toHaveAccessibleDescription(/Please fill this in/);
  await page.getByLabel("Reason").fill("A school");
  await page.getByRole("button", { name: "Grant waiver" }).click();
  await expect(page.getByText("Granted: Pro (premium).")).toBeVisible();
  await other.page.reload();
  await expect(other.page.getByRole("link", { name: "Pro", exact: true })).toBeVisible();

  await expect(other.page.getByRole("heading", { name: "No purchase is needed now" })).toBeVisible();
  await expect(other.page.getByRole("button", { name: "Go to checkout" })).toBeHidden();

  // One beside another is not granted, and the reason for that is told.
  await page.getByLabel("Reason").fill("Again");
  await page.getByRole("button", { name: "Grant waiver" }).click();
  await expect(page.getByText("This workspace has a waiver in force.")).toBeVisible();

  await page.goto(`/admin/waivers?q=${workspaceId}&state=live`);
  const row = page.getByRole("row").filter({ hasText: other.person.email });
  await expect(row).toContainText("A school");
  await row.getByRole("button", { name: "Revoke" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("They pay now");
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("heading", { name: "Nothing matches" })).toBeVisible();
  await page.goto(`/admin/waivers?q=${other.person.email}&state=revoked`);
  await expect(page.getByRole("row").filter({ hasText: "They pay now" })).toBeVisible();
  await other.page.reload();
  await expect(other.page.getByRole("link", { name: "Free", exact: true })).toBeVisible();
});

test("an override is shown before it is added, holds for the user, and ends with a reason", async ({
  admin: page,
  other,
  pool,
}) => {
  const workspaceId = await workspaceOf(pool, other.person.email);
  await endTrial(pool, other.person.email);
  const allowed = async () => (await other.page.request.get("/api/entitlements")).json();
  expect((await allowed()).limits.activeCodes).toBe(10);

  await page.goto("/admin");
  await page.getByRole("link", { name: "Overrides" }).first().click();
  await lookUp(page, "Which one?", workspaceId);
  await page.getByLabel("Feature or limit").selectOption({ label: "Codes" });
  await page.getByLabel("How many").fill("25");
  await page.getByRole("button", { name: "Show what it would do" }).click();
  await expect(page.getByText("10 → 25")).toBeVisible();
  // What was typed is still there, and nothing was done.
  await expect(page.getByLabel("How many")).toHaveValue("25");
  expect((await allowed()).limits.activeCodes).toBe(10);
  await page.getByLabel("Reason").fill("A pilot");
  await page.getByRole("button", { name: "Add override" }).click();
  await expect(page.getByText("Added. This is what it does now:")).toBeVisible();
  expect((await allowed()).limits.activeCodes).toBe(25);

  const row = page.getByRole("row").filter({ hasText: other.person.email });
  await expect(row).toContainText("Codes: at least 25");
  await expect(row).toContainText("10 → 25");
  await row.getByRole("button", { name: "End" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("The pilot is over");
  await dialog.getByRole("button", { name: "End" }).click();
  await expect(row).toContainText("The pilot is over");
  expect((await allowed()).limits.activeCodes).toBe(10);
});

test("an override of a person is added under their address", async ({ admin: page, other }) => {
  await page.goto("/admin/overrides");
  await page.getByLabel("For", { exact: true }).selectOption("profile");
  await lookUp(page, "Which one?", other.person.email);
  await page.getByLabel("Effect").selectOption("deny");
  await page.getByLabel("Feature or limit").selectOption({ label: "CSV export" });
  await page.getByLabel("Reason").fill("Misused");
  await page.getByRole("button", { name: "Add override" }).click();
  await expect(page.getByText("on → off").first()).toBeVisible();
  const { features } = await (await other.page.request.get("/api/entitlements")).json();
  expect(features).not.toContain("csv_export");
});

test("a key of the platform's is shown once, opens, and opens nothing once it is revoked", async ({
  admin: page,
  playwright,
  stack,
}) => {
  await page.goto("/admin/api-keys");
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByText("Tick at least one thing that the key may do.")).toBeVisible();
  const name = `Schools ${Date.now()}`;
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Grant and revoke waivers").check();
  await page.getByRole("button", { name: "Create key" }).click();
  const text = (await page.getByText(/^dqr_[\w-]{43}$/).textContent()) ?? "";
  const program = await playwright.request.newContext({
    baseURL: stack.appUrl,
    extraHTTPHeaders: { authorization: `Bearer ${text}` },
  });
  expect((await program.get("/api/admin/waivers")).status()).toBe(200);

  await page.goto(`/admin/api-keys?q=${text.slice(0, 10)}`);
  expect(await page.content()).not.toContain(text);
  const row = page.getByRole("row").filter({ hasText: name });
  await row.getByRole("button", { name: "Revoke" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("Lost");
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(row).toContainText("Revoked");
  // The button that opened the dialog is gone: the keyboard goes on from the content.
  await expect(page.locator("#main")).toBeFocused();
  expect((await program.get("/api/admin/waivers")).status()).toBe(401);
  await program.dispose();
});

test("a customer's key is found by its workspace and revoked, with the reason in that workspace's audit", async ({
  admin: page,
  other,
  pool,
}) => {
  await other.page.goto("/dashboard/settings/api");
  await other.page.getByLabel("Name").fill("The till");
  await other.page.getByLabel(/Read codes/).check();
  await other.page.getByRole("button", { name: "Create key" }).click();
  await expect(other.page.getByText(/^dqr_[\w-]{43}$/)).toBeVisible();

  await page.goto("/admin/api-keys");
  await page.getByLabel("Whose").selectOption("workspaces");
  await page.getByLabel("Search").fill(other.person.email);
  await page.getByRole("button", { name: "Apply" }).click();
  const row = page.getByRole("row").filter({ hasText: "The till" });
  await row.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("Found in public");
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row).toContainText("Revoked");
  const { rows } = await pool.query(
    "SELECT after ->> 'reason' AS reason FROM audit_events WHERE action = 'api_key.revoked' AND workspace_id = $1",
    [await workspaceOf(pool, other.person.email)],
  );
  expect(rows).toEqual([{ reason: "Found in public" }]);
});

/** Something with long words in each of the lists, about the given workspace. */
async function fillLists(pool: pg.Pool, workspaceId: string): Promise<void> {
  await pool.query(
    `INSERT INTO fee_waivers (workspace_id, tier, reason, granted_by) VALUES ($1, 'elite', repeat('because', 30), 'operator')`,
    [workspaceId],
  );
  await pool.query(
    `INSERT INTO entitlement_overrides (workspace_id, effect, limit_name, limit_value, reason, created_by)
     VALUES ($1, 'deny', 'members', 3, repeat('because', 30), 'operator')`,
    [workspaceId],
  );
}

const pages = [
  (workspaceId: string) => `/admin/waivers?find=${workspaceId}`,
  (workspaceId: string) => `/admin/overrides?find=${workspaceId}`,
  () => "/admin/api-keys",
  () => "/admin/waivers?q=nobody-at-all",
];
for (const pathFor of pages) {
  test(`${pathFor("…")} fits a phone and every reader, in both languages`, async ({
    admin: page,
    person,
    pool,
  }) => {
    const workspaceId = await workspaceOf(pool, person.email);
    await fillLists(pool, workspaceId);
    await expectReadable(page, pathFor(workspaceId));
  });
}
