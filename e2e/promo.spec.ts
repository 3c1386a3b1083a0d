import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import type pg from "pg";
import { buyPro } from "./checkout.ts";
import { allowComplaint, expect, newEmail, test } from "./fixtures.ts";
import { workspaceOf } from "./local-stripe.ts";
import { expectAccessible, expectFitsPhone } from "./readable.ts";
import { readStack, readStackVariables } from "./stack.ts";

const daySeconds = 24 * 3600;

/** A code as an operator makes it, by the script; as it is printed. */
async function makeCode(days: number, ...options: string[]): Promise<string> {
  const parameters = ["create", "--by", "admin@demo.dynamicqr.test", "--days", `${days}`];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["scripts/promo-code.ts", ...parameters, "--description", "journeys", ...options],
    { env: { ...process.env, ...readStackVariables() } },
  );
  return stdout.trim();
}

function endTrial(pool: pg.Pool, workspaceId: string) {
  return pool.query("UPDATE workspaces SET trial_ends_at = now() - interval '1 minute' WHERE id = $1", [
    workspaceId,
  ]);
}

async function givenTime(pool: pg.Pool, workspaceId: string) {
  const { rows } = await pool.query(
    "SELECT promo_ends_at AS ends, promo_banked_seconds AS banked FROM workspaces WHERE id = $1",
    [workspaceId],
  );
  return rows[0] as { ends: Date | null; banked: number };
}

const post = (page: Page, data: object) =>
  page.request.post("/api/promo/redeem", { data, headers: { origin: new URL(readStack().appUrl).origin } });

const day = (instant: Date, language = "en") =>
  new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(instant);

async function openModal(page: Page) {
  await page.getByRole("button", { name: "Redeem a promo code" }).first().click();
  return page.getByRole("dialog", { name: "Redeem a promo code" });
}

test("somebody on Free redeems a code on the billing page: Pro at once, and until when", async ({
  dashboard: page,
  person,
  pool,
}) => {
  const workspaceId = await workspaceOf(pool, person.email);
  await endTrial(pool, workspaceId);
  const code = await makeCode(30);
  await page.goto("/dashboard/billing");
  await expect(page.getByRole("link", { name: "Free", exact: true })).toBeVisible();

  // By the keyboard alone, at the width of a phone.
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole("button", { name: "Redeem a promo code" }).first().focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Redeem a promo code" });
  await expect(dialog).toBeVisible();
  await expectAccessible(page, "[role=dialog]");
  await expectFitsPhone(page);
  const field = dialog.getByLabel("Promo code");
  await field.fill("NOSUCHCODE99");
  await field.press("Enter");
  await expect(dialog.getByRole("alert")).toContainText("This code is not known");
  await expect(field).toHaveValue("NOSUCHCODE99");
  await field.fill("no code!");
  await field.press("Enter");
  await expect(field).toHaveAccessibleDescription(/letters from A to Z/);
  await expect(field).toBeFocused();
  await field.fill(` ${code.toLowerCase()} `);
  await field.press("Enter");
  await expect(dialog.getByRole("status")).toContainText("30 days of Pro added. Pro now lasts until");
  const { ends } = await givenTime(pool, workspaceId);
  await expect(dialog.getByRole("status")).toContainText(day(ends ?? new Date(0)));
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/Promo days give you Pro until .* 30 days left/)).toBeVisible();
  await expect(page.getByText(/^Pro until .*, without a payment/)).toBeVisible();
  // A purchase is not needed now, and stays to be had.
  await expect(page.getByText(/^You need not buy anything now/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Go to checkout" })).toBeHidden();
  await page.getByText("Buy Pro all the same").click();
  await expect(page.getByRole("button", { name: "Go to checkout" })).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(page.getByRole("link", { name: "Pro", exact: true })).toBeVisible();

  const again = await openModal(page);
  await again.getByLabel("Promo code").fill(code);
  await again.getByRole("button", { name: "Redeem", exact: true }).click();
  await expect(again.getByRole("alert")).toContainText("already");
});

test("where the plan blocks, a code opens it; what it gave can be read first", async ({
  dashboard: page,
  person,
  pool,
}) => {
  await endTrial(pool, await workspaceOf(pool, person.email));
  const code = await makeCode(30);
  await page.goto("/dashboard/analytics");
  await expect(page.getByText("Your scans have more to tell")).toBeVisible();
  const dialog = await openModal(page);
  await dialog.getByLabel("Promo code").fill(code);
  await dialog.getByRole("button", { name: "Redeem", exact: true }).click();
  await expect(dialog.getByRole("status")).toContainText("30 days of Pro added. Pro now lasts until");
  await expect(dialog.getByRole("status").locator("..")).toBeFocused();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(page.getByText("Your scans have more to tell")).toBeHidden();
  await expect(page.getByRole("link", { name: "Pro", exact: true })).toBeVisible();
});

test("during the trial the days come after it", async ({ dashboard: page, person, pool }) => {
  const code = await makeCode(10);
  const answer = await post(page, { code });
  expect(answer.status()).toBe(200);
  const told = await answer.json();
  const { rows } = await pool.query("SELECT trial_ends_at AS ends FROM workspaces WHERE id = $1", [
    await workspaceOf(pool, person.email),
  ]);
  const trialEnd: Date = rows[0].ends;
  expect(told).toEqual({
    daysGranted: 10,
    banked: true,
    bankedUntil: trialEnd.toISOString(),
    expiresAt: new Date(trialEnd.getTime() + 10 * daySeconds * 1000).toISOString(),
  });
  await page.goto("/pl/dashboard/billing");
  const from = day(trialEnd, "pl");
  await expect(page.getByText(`Czeka 10 dni promocyjnych: od ${from}`)).toBeVisible();
});

test("while a plan is paid the days wait in the bank", async ({ dashboard: page, person, pool }) => {
  await buyPro(page);
  const workspaceId = await workspaceOf(pool, person.email);
  const code = await makeCode(30, "--max-uses", "1");
  const dialog = await openModal(page);
  await dialog.getByLabel("Promo code").fill(code);
  await dialog.getByRole("button", { name: "Redeem", exact: true }).click();
  await expect(dialog.getByRole("status")).toContainText("They wait while your plan runs");
  expect(await givenTime(pool, workspaceId)).toEqual({ ends: null, banked: 30 * daySeconds });
  await page.keyboard.press("Escape");
  await expect(page.getByText("30 promo days wait and begin when your plan ends.")).toBeVisible();
});

test("a link is kept through sign-up; looking at it redeems nothing, its button does", async ({
  page,
  mailbox,
  pool,
}) => {
  const code = await makeCode(30);
  const plain = code.replaceAll("-", "");
  const uses = async () =>
    (await pool.query("SELECT uses FROM promo_codes WHERE code = $1", [plain])).rows[0].uses;
  await page.goto(`/redeem/${code.toLowerCase()}`);
  await expect(page.getByText(code)).toBeVisible();
  await page.getByRole("link", { name: "Create an account" }).click();
  const email = newEmail();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("a long enough password");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: /mail/i })).toBeVisible();
  await page.goto((await mailbox.latest(email)).link("/auth/confirm"));
  await page.getByRole("main").getByRole("button").first().click();
  await page.waitForURL(`**/redeem/${plain}`);
  await page.reload();
  expect(await uses()).toBe(0);
  await page.getByRole("button", { name: "Redeem", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("30 days of Pro added. They begin on");
  expect(await uses()).toBe(1);
  await page.getByRole("link", { name: "To plan and billing" }).click();
  await expect(page.getByText(/30 promo days wait: from/)).toBeVisible();
});

test("a link whose code was used up meanwhile says so, and works without scripts", async ({
  dashboard: page,
  browser,
  stack,
  pool,
  person,
}) => {
  const [open, gone] = [await makeCode(30), await makeCode(30, "--max-uses", "2")];
  const context = await browser.newContext({
    javaScriptEnabled: false,
    baseURL: stack.appUrl,
    storageState: await page.context().storageState(),
  });
  const plain = await context.newPage();
  await plain.goto(`/redeem/${gone}`);
  await pool.query("UPDATE promo_codes SET uses = 2 WHERE code = $1", [gone.replaceAll("-", "")]);
  await plain.getByRole("button", { name: "Redeem", exact: true }).click();
  await expect(plain.getByRole("alert")).toContainText("as often as it could be");
  await plain.goto(`/redeem/${open}`);
  await plain.getByRole("button", { name: "Redeem", exact: true }).click();
  await expect(plain.getByRole("status")).toContainText("30 days of Pro added");
  await context.close();
  expect((await givenTime(pool, await workspaceOf(pool, person.email))).banked).toBe(30 * daySeconds);
});

test("what no code can be has no page", async ({ page }) => {
  allowComplaint("404");
  await page.goto("/redeem/%C5%BC%C3%B3%C5%82w");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Redeem", exact: true })).toHaveCount(0);
});

test("the address answers each case with its own problem", async ({ dashboard: page, person, pool }) => {
  const told = async (data: object) => {
    const answer = await post(page, data);
    return [answer.status(), (await answer.json()).code];
  };
  const code = await makeCode(30);
  expect(await told({})).toEqual([400, "validation"]);
  expect(await told({ code: "a/b" })).toEqual([400, "validation"]);
  expect(await told({ code, workspaceId: randomUUID() })).toEqual([400, "validation"]);
  const foreign = await page.request.post("/api/promo/redeem", {
    data: { code },
    headers: { origin: "https://evil.example" },
  });
  expect(foreign.status()).toBe(403);
  expect(await told({ code: "NOSUCHCODE" })).toEqual([404, "promo_unknown"]);
  const off = await makeCode(30);
  await pool.query("UPDATE promo_codes SET is_active = false WHERE code = $1", [off.replaceAll("-", "")]);
  expect(await told({ code: off })).toEqual([404, "promo_unknown"]);
  const over = await makeCode(30);
  await pool.query("UPDATE promo_codes SET ends_at = now() WHERE code = $1", [over.replaceAll("-", "")]);
  expect(await told({ code: over })).toEqual([410, "promo_expired"]);
  expect((await post(page, { code })).status()).toBe(200);
  expect(await told({ code })).toEqual([409, "promo_redeemed"]);

  const member = "UPDATE workspace_members SET role = $1 WHERE workspace_id = $2";
  const workspaceId = await workspaceOf(pool, person.email);
  await pool.query(member, ["MEMBER", workspaceId]);
  expect(await told({ code: await makeCode(30) })).toEqual([403, "forbidden"]);
  await page.goto(`/redeem/${code}`);
  await expect(page.getByText("Only owners and admins")).toBeVisible();
  await pool.query(member, ["OWNER", workspaceId]);

  // The unknown, the inactive and the expired one above were tries, too; what was redeemed was none.
  const guesses: number[] = [];
  for (let turn = 0; turn < 15; turn++) {
    const guess = await post(page, { code: "NOSUCHCODE" });
    guesses.push(guess.status());
    if (guess.status() === 429) expect(Number(guess.headers()["retry-after"])).toBeGreaterThan(0);
  }
  expect(guesses.filter((status) => status === 404).length).toBeLessThanOrEqual(10);
  expect(guesses.slice(10)).toEqual([429, 429, 429, 429, 429]);
});
