import { expect, test } from "./fixtures.ts";
import { fillSignIn } from "./sign-in.ts";

test("interval and currency switch without a script, and what was chosen goes on to sign-up", async ({
  browser,
  stack,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: stack.appUrl });
  const page = await context.newPage();
  await page.goto("/");
  await page.getByRole("link", { name: "Pricing" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: /Ten codes are free/ })).toBeVisible();
  await expect(page.getByText("$9", { exact: true })).toBeVisible();
  await expect(page.getByText("which saves $18")).toBeVisible();
  await expect(page.getByText("500,000", { exact: true })).toBeVisible();
  await expect(page.getByText("Not included")).toHaveCount(3);
  await expect(page.getByRole("contentinfo").locator('a[href^="mailto:"]')).toBeVisible();

  await page.getByRole("link", { name: "Yearly" }).click();
  await page.getByRole("link", { name: "PLN" }).click();
  await expect(page.getByText("PLN 360", { exact: true })).toBeVisible();
  await expect(page.getByText("That is PLN 30 a month. Saves PLN 72")).toBeVisible();
  await expect(page.getByRole("link", { name: "Yearly" })).toHaveAttribute("aria-current", "true");
  await page.getByRole("link", { name: "Try Pro for 7 days" }).click();
  await expect(page).toHaveURL(/\/sign-up\?next=/);
  const next = new URL(page.url()).searchParams.get("next");
  expect(next).toBe("/dashboard/billing?plan=pro&interval=year&currency=pln");
  await context.close();
});

test("what was chosen before signing in is chosen on the billing page", async ({ page, person }) => {
  const next = "/dashboard/billing?plan=pro&interval=year&currency=eur";
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await fillSignIn(page, person);
  await page.waitForURL("**/dashboard/billing**");
  await expect(page.getByText("€80", { exact: true })).toBeVisible();
});

test("somebody who is signed in sees their plan and goes straight to checkout", async ({
  dashboard: page,
}) => {
  await page.goto("/pl/pricing?interval=year&currency=pln");
  await expect(page.getByText("Właśnie go próbujesz")).toBeVisible();
  await page.getByRole("button", { name: "Przejdź do płatności" }).click();
  await page.waitForURL("**/c/pay/**");
  await expect(page.locator("body")).toContainText(/360/);
  // Whoever thinks twice finds what they had chosen.
  await page.getByRole("link", { name: "Cancel and go back" }).click();
  await page.waitForURL("**/pl/dashboard/billing?plan=pro&interval=year&currency=pln");
  await expect(page.getByText("360 zł", { exact: true })).toBeVisible();
});

test("the head of the price list leads somebody who is signed in back to their codes", async ({
  dashboard: page,
}) => {
  await page.goto("/pricing");
  await expect(page.getByRole("link", { name: "Sign in" })).toHaveCount(0);
  await page.getByRole("banner").getByRole("link", { name: "Your codes" }).click();
  await page.waitForURL("**/dashboard");
});

test("the names in the head stand on one line each on a narrow phone, in Polish too", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/pl/pricing");
  for (const name of ["Cennik", "Zaloguj się"]) {
    const box = await page.getByRole("banner").getByRole("link", { name }).boundingBox();
    // Two lines are higher than the least height of a button.
    expect(box?.height, name).toBeLessThanOrEqual(42);
  }
});

test("the page names its translations, and a country that nobody vouches for decides nothing", async ({
  request,
}) => {
  const headers = { "cf-ipcountry": "PL", "x-vercel-ip-country": "PL" };
  const html = await (await request.get("/pricing?interval=year", { headers })).text();
  expect(html).toContain("$90");
  expect(html).not.toContain("PLN&nbsp;");
  const link = (rel: string) => new RegExp(`<link rel="${rel}"[^>]*>`, "gi");
  expect(html.match(link("canonical"))?.[0]).toMatch(/\/pricing"/);
  const alternates = (html.match(link("alternate")) ?? []).join("\n");
  for (const language of ["en", "pl", "x-default"]) {
    expect(alternates.toLowerCase()).toContain(`hreflang="${language}"`);
  }
  expect(alternates).toMatch(/\/pl\/pricing"/);
});
