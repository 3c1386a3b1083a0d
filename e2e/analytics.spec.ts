import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { allowComplaint, expect, test } from "./fixtures.ts";
import { expectAccessible, expectFitsPhone } from "./readable.ts";
import { makeCode, secretHost, storeScans } from "./scans.ts";
import { endTrial, giveTrial } from "./trial.ts";

const figureOf = (page: Page, label: string) => page.locator("dt", { hasText: label }).locator("+ dd");

test("Free sees the total and a drawing without its data; after the upgrade everything is there", async ({
  dashboard: page,
  person,
  pool,
  stack,
}) => {
  await storeScans(pool, await makeCode(page, stack, "Menu"));
  await endTrial(pool, person.email);
  await page.getByRole("navigation").getByRole("link", { name: "Analytics" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Analytics" })).toBeVisible();
  await expect(figureOf(page, "Scans in all")).toHaveText("44");
  await expect(page.getByText("Your scans have more to tell")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /Count bots as well/ })).toBeDisabled();
  await expect(page.getByRole("checkbox", { name: /Count bots as well/ })).toHaveAccessibleDescription(
    /Comes with Pro/,
  );
  const closedExport = page.getByRole("button", { name: "Export as CSV" });
  await closedExport.focus();
  await expect(closedExport).toBeFocused();
  await expect(closedExport).toBeDisabled();
  await expect(closedExport).toHaveAccessibleDescription(/Comes with Pro/);
  await expect(page.getByRole("link", { name: "Export as CSV" })).toBeHidden();
  for (const parameters of ["", "?period=90&bots=with"]) {
    const source = await (await page.request.get(`/dashboard/analytics${parameters}`)).text();
    for (const detail of [secretHost, "Poland", "Germany", "Safari", '"PL"']) {
      expect(source).not.toContain(detail);
    }
    // The table of days, and what it is drawn from.
    expect(source).not.toContain("Scans by day");
  }
  await page.screenshot({ path: test.info().outputPath("teaser.png"), fullPage: true });

  await page.getByRole("link", { name: "Upgrade to Pro" }).click();
  await page.waitForURL("**/dashboard/billing");
  await giveTrial(pool, person.email);
  await page.goto("/dashboard/analytics");
  await expect(page.getByRole("heading", { name: "Countries" })).toBeVisible();
  await expect(page.getByRole("row", { name: /Poland/ })).toContainText("30");
  await expect(page.getByRole("row", { name: secretHost })).toBeVisible();
  await expect(page.locator("[data-teaser]")).toBeHidden();
  await page.screenshot({ path: test.info().outputPath("full.png"), fullPage: true });
});

test("period, code and bots are chosen without a script's help and stand in the address", async ({
  dashboard: page,
  pool,
  stack,
}) => {
  await storeScans(pool, await makeCode(page, stack, "Menu"));
  await makeCode(page, stack, "Never scanned");
  await page.goto("/dashboard/analytics");
  const figure = figureOf(page, "Scans").nth(1);
  await expect(figure).toHaveText("40");
  await page.getByLabel("Count bots as well").press("Space");
  await page.getByRole("button", { name: "Show" }).press("Enter");
  await page.waitForURL("**bots=with**");
  await expect(figure).toHaveText("44");
  await expect(page.getByRole("row", { name: /^Bot/ })).toContainText("4");

  const today = new Date().toISOString().slice(0, 10);
  await expect(page.getByLabel("From", { exact: true })).toBeHidden();
  await page.getByLabel("Period").selectOption("custom");
  await page.getByLabel("From", { exact: true }).fill(today);
  await page.getByLabel("To", { exact: true }).fill(today);
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL("**period=custom**");
  await expect(figure).toHaveText("22");

  await page.getByLabel("Code").selectOption({ label: "Never scanned" });
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByText("No scan in this time")).toBeVisible();
});

test("the export is refused on Free with the way to upgrade, and served after it", async ({
  dashboard: page,
  person,
  pool,
  stack,
}) => {
  const code = await makeCode(page, stack, "=Żółw");
  await storeScans(pool, code);
  await endTrial(pool, person.email);
  const refused = await page.request.get(`/api/analytics/export?code=${code}`);
  expect(refused.status()).toBe(403);
  expect(refused.headers()["content-type"]).toBe("application/problem+json");
  expect(await refused.json()).toMatchObject({
    code: "plan_feature",
    values: {
      feature: "csv_export",
      tier: "starter",
      requiredTier: "premium",
      upgradeUrl: new URL("/dashboard/billing", stack.appUrl).href,
    },
  });

  await giveTrial(pool, person.email);
  await page.goto("/dashboard/analytics?period=7&bots=with");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export as CSV" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^scans-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
  const text = readFileSync(await file.path(), "utf8");
  expect(text.startsWith('\uFEFF"scanned_at"')).toBe(true);
  expect(text.trimEnd().split("\r\n")).toHaveLength(45);
  expect(text).toContain(`"'=Żółw"`);

  expect((await page.request.get(`/api/analytics/export?code=${randomUUID()}`)).status()).toBe(404);
  const bad = await page.request.get("/api/analytics/export?period=31&colour=red");
  expect(bad.status()).toBe(400);
  expect(Object.keys((await bad.json()).errors).sort()).toEqual(["colour", "period"]);
});

test("a code of somebody else is not found", async ({ dashboard: page }) => {
  allowComplaint("404");
  await page.goto(`/dashboard/analytics?code=${randomUUID()}`);
  await expect(page.getByRole("heading", { level: 1, name: /Nothing printed here/ })).toBeVisible();
});

test("figures and teaser are readable on a phone, in both themes and languages", async ({
  dashboard: page,
  person,
  pool,
  stack,
}) => {
  await storeScans(pool, await makeCode(page, stack, "Donaudampfschifffahrtsgesellschaftskapitän".repeat(2)));
  for (const isOpen of [true, false]) {
    if (!isOpen) await endTrial(pool, person.email);
    for (const [language, theme] of [
      ["", "light"],
      ["/pl", "dark"],
    ] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.goto(`${language}/dashboard/analytics`);
      await expect(page.getByRole("table").first().or(page.locator("[data-teaser]"))).toBeAttached();
      await expectFitsPhone(page);
      await expectAccessible(page);
      const name = `phone-${isOpen ? "full" : "teaser"}-${theme}.png`;
      await page.screenshot({ path: test.info().outputPath(name), fullPage: true });
    }
  }
});
