import type { Page } from "@playwright/test";
import type pg from "pg";
import { buyPro } from "./checkout.ts";
import { expect, type Person, test } from "./fixtures.ts";
import { advance, cards, customerOf, pay, workspaceOf } from "./local-stripe.ts";
import type { Mailbox } from "./mailbox.ts";
import type { Stack } from "./stack.ts";

// Each is a life of a month and more, in many pages.
test.describe.configure({ timeout: 120_000 });

/** A month, and the hour in which Stripe leaves an invoice as a draft. */
const monthDays = 31.2;

/** Makes codes over the API, one after the other, the oldest first. */
async function makeCodes(page: Page, stack: Stack, count: number): Promise<void> {
  for (let number = 1; number <= count; number++) {
    const answer = await page.request.post("/api/codes", {
      headers: { origin: stack.appUrl },
      data: { name: `Code ${number}`, destination: "https://example.com/" },
    });
    expect(answer.status()).toBe(201);
  }
}

/** Which codes run, by name, the oldest first. */
async function activeCodes(pool: pg.Pool, workspace: string): Promise<string[]> {
  const { rows } = await pool.query(
    "SELECT name FROM qr_codes WHERE workspace_id = $1 AND is_active ORDER BY created_at, id",
    [workspace],
  );
  return rows.map(({ name }) => name);
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => `Code ${index + 1}`);

/** Has done now what is due, as a platform's cron would. */
async function runJobs(page: Page, stack: Stack): Promise<void> {
  const answer = await page.request.post("/api/jobs/run", {
    headers: { authorization: `Bearer ${stack.jobsSecret}` },
  });
  expect(answer.status()).toBe(200);
}

async function subjects(mailbox: Mailbox, { email }: Person): Promise<string[]> {
  return (await mailbox.all(email)).map(({ subject }) => subject.replaceAll("\u00a0", " "));
}

test("trial → seven days pass → Free, with the newest codes paused and the owner told", async ({
  dashboard: page,
  stack,
  pool,
  person,
  mailbox,
}) => {
  const workspace = await workspaceOf(pool, person.email);
  await makeCodes(page, stack, 12);
  await page.goto("/dashboard");
  await expect(page.getByRole("banner").getByText(/Trial – 7 days left/)).toBeVisible();

  // The seven days pass.
  await pool.query(
    "UPDATE workspaces SET trial_ends_at = trial_ends_at - interval '7 days' - interval '1 minute' WHERE id = $1",
    [workspace],
  );
  await runJobs(page, stack);
  expect(await activeCodes(pool, workspace)).toEqual(upTo(10));
  await page.goto("/dashboard/billing");
  await expect(page.getByText("Ten codes, for as long as you like.")).toBeVisible();
  await expect.poll(() => subjects(mailbox, person)).toContain("2 codes were paused");
  const told = (await mailbox.all(person.email)).find(({ subject }) => subject === "2 codes were paused");
  expect(told?.text).toContain("Code 11");
  expect(told?.text).toContain("Code 12");
  expect(told?.text).not.toContain("Code 10");
});

test("Pro with 15 codes → cancelled → at the end the 5 newest pause and 10 run → upgrade → all run", async ({
  dashboard: page,
  stack,
  pool,
  person,
  mailbox,
}) => {
  const workspace = await workspaceOf(pool, person.email);
  await makeCodes(page, stack, 15);
  await pool.query("UPDATE workspaces SET trial_ends_at = now() WHERE id = $1", [workspace]);
  await buyPro(page);
  expect(await activeCodes(pool, workspace)).toEqual(upTo(15));

  await page.getByRole("button", { name: "Cancel plan" }).click();
  await page.getByRole("button", { name: "Cancel at the end of the period" }).click();
  await expect(page.getByText("Cancelled. Pro goes on until")).toBeVisible();
  // What is paid for lasts.
  expect(await activeCodes(pool, workspace)).toEqual(upTo(15));

  await advance(stack.stripeUrl, await customerOf(pool, person.email), monthDays);
  await expect.poll(() => activeCodes(pool, workspace)).toEqual(upTo(10));
  await page.goto("/dashboard/billing");
  await expect(page.getByText("Your paid plan ended on")).toBeVisible();
  await expect.poll(() => subjects(mailbox, person)).toContain("5 codes were paused");

  await buyPro(page);
  await expect.poll(() => activeCodes(pool, workspace)).toEqual(upTo(15));
});

test("a card that fails at renewal: grace, then restriction, then all is well on payment", async ({
  dashboard: page,
  stack,
  pool,
  person,
  mailbox,
}) => {
  const workspace = await workspaceOf(pool, person.email);
  await pool.query("UPDATE workspaces SET trial_ends_at = NULL WHERE id = $1", [workspace]);
  await buyPro(page);
  await makeCodes(page, stack, 12);

  await page.getByRole("button", { name: "Add a card" }).click();
  await page.waitForURL(/127\.0\.0\.1:\d+\/(p\/session|c\/pay)\//);
  await pay(page, cards.failing, /Save|Add/);
  await page.waitForURL("**/dashboard/billing**");
  const failing = page.getByRole("listitem").filter({ hasText: "0341" });
  await expect(failing.getByText("Default", { exact: true })).toBeVisible();

  // The renewal fails: everything goes on for a day, and the owner is told.
  await advance(stack.stripeUrl, await customerOf(pool, person.email), monthDays);
  await expect.poll(() => subjects(mailbox, person)).toContain("Your payment of $9.00 failed");
  await page.goto("/dashboard");
  await expect(page.getByText(/The last payment failed. Pro goes on until/)).toBeVisible();
  expect(await activeCodes(pool, workspace)).toEqual(upTo(12));

  // The day of grace passes.
  await pool.query("UPDATE subscriptions SET grace_until = now() WHERE workspace_id = $1", [workspace]);
  await runJobs(page, stack);
  expect(await activeCodes(pool, workspace)).toEqual(upTo(10));
  await page.goto("/dashboard/billing");
  await expect(page.getByText(/The last payment failed and Pro is off/)).toBeVisible();

  // Cancelling says what becomes of the open invoice, and is taken back.
  await page.getByRole("button", { name: "Cancel plan" }).click();
  await expect(
    page.getByRole("alertdialog").getByText("The open invoice of $9 stays to be paid"),
  ).toBeVisible();
  await page.getByRole("button", { name: "Cancel at the end of the period" }).click();
  await expect(page.getByText(/^Cancelled: Pro ends on/)).toBeVisible();
  await page.getByRole("button", { name: "Keep Pro" }).click();
  await expect(page.getByRole("button", { name: "Cancel plan" })).toBeVisible();

  // Another card pays what is open.
  await page
    .getByRole("link", { name: "Pay now" })
    .or(page.getByRole("button", { name: "Pay now" }))
    .first()
    .click();
  await page.waitForURL(/127\.0\.0\.1:\d+\/i\//);
  await pay(page, cards.fine, /Pay/);
  await expect.poll(() => activeCodes(pool, workspace)).toEqual(upTo(12));
  await page.goto("/dashboard/billing");
  await expect(page.getByText("Renews on")).toBeVisible();
  await expect.poll(() => subjects(mailbox, person)).toContain("Your payment has arrived");
});

test("a customer from Poland pays in złoty, and everything they read is Polish", async ({
  dashboard: page,
  pool,
  person,
  mailbox,
}) => {
  await pool.query("UPDATE profiles SET locale = 'pl' WHERE email = $1", [person.email]);
  await page.goto("/pl/pricing");
  await page.getByRole("link", { name: "PLN" }).click();
  await page.waitForURL("**/pl/pricing?*currency=pln*");
  await page.getByRole("link", { name: "Rocznie" }).click();
  await page.waitForURL("**/pl/pricing?*interval=year*");
  await page.getByRole("button", { name: "Przejdź do płatności" }).click();
  await page.waitForURL("**/c/pay/**");
  await expect(page.locator("body")).toContainText("PLN 360.00");
  await pay(page, cards.fine);
  await page.waitForURL("**/pl/dashboard/billing");
  await expect(page.getByText("Odnawia się")).toBeVisible();
  await expect(page.getByRole("row", { name: /Zapłacona/ })).toContainText(/360\szł/);
  await expect.poll(() => subjects(mailbox, person)).toContain("Potwierdzenie zapłaty 360,00 zł");
  expect(await subjects(mailbox, person)).toContain("Masz teraz Pro");
});
