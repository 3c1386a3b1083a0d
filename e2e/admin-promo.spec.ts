import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectReadable } from "./readable.ts";
import { endTrial } from "./trial.ts";

async function makeCode(page: Page, terms: Record<string, string>): Promise<string> {
  await page.goto("/admin/promo/new");
  const form = page.locator("section").filter({ has: page.getByRole("heading", { name: "One code" }) });
  for (const [label, text] of Object.entries(terms)) await form.getByLabel(label).fill(text);
  await form.getByRole("button", { name: "Create code" }).click();
  await page.waitForURL(/\/admin\/promo\/[\da-f-]{36}$/);
  return (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
}

test("an admin creates a promo code, a user redeems it, the admin sees the use", async ({
  admin: page,
  other,
  pool,
}) => {
  await endTrial(pool, other.person.email);
  await page.goto("/admin");
  await page.getByRole("link", { name: "Promo codes" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Promo codes" })).toBeVisible();

  // What does not fit is said beside its field, and nothing that was typed is lost.
  await page.getByRole("link", { name: "New promo codes" }).click();
  const form = page.locator("section").filter({ has: page.getByRole("heading", { name: "One code" }) });
  const word = `fair${Date.now()}`;
  await form.getByLabel("Code").fill(word);
  await form.getByLabel("Days of Pro").fill("0");
  await form.getByRole("button", { name: "Create code" }).click();
  await expect(form.getByLabel("Days of Pro")).toHaveAccessibleDescription(/from 1 to 3,650/);
  await expect(form.getByLabel("Code")).toHaveValue(word);
  await form.getByLabel("Days of Pro").fill("14");
  await form.getByLabel("Description").fill("The fair in May");
  await form.getByRole("button", { name: "Create code" }).click();
  await page.waitForURL(/\/admin\/promo\/[\da-f-]{36}$/);
  const code = word.toUpperCase();
  await expect(page.getByRole("heading", { level: 1, name: code })).toBeVisible();
  await expect(page.getByText("Nobody has redeemed this code yet.")).toBeVisible();
  const address = page.url();

  // Nobody has used it: its terms can still be changed.
  await page.getByLabel("Days of Pro").fill("21");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();

  const link = (await page.getByText(`/redeem/${code}`).textContent()) ?? "";
  await other.page.goto(link);
  await other.page.getByRole("button", { name: "Redeem" }).click();
  await expect(other.page.getByText("21 days of Pro added.")).toBeVisible();

  await page.goto("/admin/promo?q=fair+may");
  await expect(page.getByRole("row").filter({ hasText: code })).toContainText("1");
  await page.getByRole("link", { name: code, exact: true }).click();
  await expect(page).toHaveURL(address);
  const row = page.getByRole("row").filter({ hasText: other.person.email });
  await expect(row).toContainText("21");
  await expect(row.getByRole("link")).toHaveAttribute("href", /\/admin\/users\/[\da-f-]{36}/);
  await expect(page.getByRole("button", { name: "Save changes" })).toHaveCount(0);
});

test("a code is switched off with a reason, and on again", async ({ admin: page, other, pool }) => {
  const code = await makeCode(page, { Description: "To be stopped", "Days of Pro": "7" });
  const id = page.url().split("/").pop() ?? "";
  await page.getByRole("button", { name: "Switch off" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: `Switch ${code} off?` });
  await dialog.getByLabel("Reason").press("Enter");
  await expect(dialog.getByLabel("Reason")).toHaveAccessibleDescription(/Please fill this in/);
  await dialog.getByLabel("Reason").fill("Printed twice");
  await dialog.getByLabel("Reason").press("Enter");
  await expect(page.getByText("Switched off")).toBeVisible();

  await other.page.goto(`/redeem/${code}`);
  await other.page.getByRole("button", { name: "Redeem" }).click();
  await expect(other.page.getByText("This code is not known.")).toBeVisible();

  await page.getByRole("button", { name: "Switch on" }).click();
  await expect(page.getByText("Active", { exact: true })).toBeVisible();
  const { rows } = await pool.query(
    "SELECT action, after ->> 'reason' AS reason FROM audit_events WHERE subject = $1 ORDER BY id",
    [`promo_code:${id}`],
  );
  expect(rows).toEqual([
    { action: "promo_code.created", reason: null },
    { action: "promo_code.deactivated", reason: "Printed twice" },
    { action: "promo_code.activated", reason: null },
  ]);
});

test("a batch is made at once and comes as a file", async ({ admin: page, pool }) => {
  await page.goto("/admin/promo/new");
  const form = page.locator("section").filter({ has: page.getByRole("heading", { name: "A batch" }) });
  await form.getByLabel("How many codes").fill("120");
  await form.getByLabel("Description").fill("A book, page 3");
  await form.getByLabel("Redemptions at most").fill("1");
  await form.getByRole("button", { name: "Create batch" }).click();
  await page.waitForURL(/\/admin\/promo\?batch=/);
  const batch = new URL(page.url()).searchParams.get("batch");
  const shown = async () => (await page.getByRole("row").count()) - 1;
  expect(await shown()).toBe(50);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download as CSV" }).click();
  const file = await (await download).createReadStream();
  const text = (await file.toArray()).join("");
  expect(text.trimEnd().split("\r\n")).toHaveLength(121);
  expect(text).toContain("/redeem/");
  const { rows } = await pool.query("SELECT action FROM audit_events WHERE subject = $1 ORDER BY id", [
    `promo_batch:${batch}`,
  ]);
  expect(rows.map(({ action }) => action)).toEqual(["promo_batch.created", "promo_batch.exported"]);

  for (const rows of [50, 20]) {
    const before = page.url();
    await page.getByRole("link", { name: "Older ones" }).click();
    await expect(page).not.toHaveURL(before);
    await expect.poll(shown).toBe(rows);
  }
  await expect(page.getByRole("link", { name: "Older ones" })).toHaveCount(0);
  await page.getByRole("link", { name: "To the newest" }).click();
  await page.getByLabel("State").selectOption("used_up");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("heading", { name: "Nothing matches" })).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).first().click();
  await expect(page).toHaveURL(/\/admin\/promo$/);
});

for (const what of ["list", "form", "code"] as const) {
  test(`the ${what} of promo codes fits a phone and every reader, in both languages`, async ({
    admin: page,
  }) => {
    await makeCode(page, { Description: `A long ${"description".repeat(8)}`, "Days of Pro": "7" });
    const paths = { list: "/admin/promo", form: "/admin/promo/new", code: new URL(page.url()).pathname };
    await expectReadable(page, paths[what]);
  });
}
