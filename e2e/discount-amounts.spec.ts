import type { Page } from "@playwright/test";
import type pg from "pg";
import { check, someName } from "./discount-codes.ts";
import { allowComplaint, expect, type Person, test } from "./fixtures.ts";
import { advance, cards, customerOf, localStripe, pay, workspaceOf } from "./local-stripe.ts";

/** What Pro costs a month is 9 USD, 8 EUR and 36 PLN. */
const off = { USD: "2.50", EUR: "2.25", PLN: "10.01" };
/** In euros that is more than a month costs. */
const minimum = { USD: "9", EUR: "20", PLN: "36" };

async function fillSums(page: Page, legend: string, sums: typeof off): Promise<void> {
  const group = page.getByRole("group", { name: legend });
  for (const [currency, sum] of Object.entries(sums)) await group.getByLabel(currency).fill(sum);
}

/** Makes a code for Pro alone that takes these sums off for three months, not without a slip. */
async function makeByAmount(admin: Page, code: string): Promise<void> {
  await admin.goto("/admin/promo/discounts/new");
  await admin.getByLabel("Code", { exact: true }).fill(code);
  await admin.getByLabel("Takes off").selectOption("amount");
  await expect(admin.getByLabel("Percent", { exact: true })).toBeHidden();
  await fillSums(admin, "Amount", { ...off, PLN: "10,015" });
  await admin.getByLabel("For how long").selectOption("repeating");
  await admin.getByLabel("Months").fill("3");
  await admin.getByLabel("Enterprise").uncheck();
  await admin.getByLabel("Purchases at most").fill("5");
  await fillSums(admin, "Minimum price", minimum);
  await admin.getByRole("button", { name: "Make discount code" }).click();
  const wrong = admin.getByRole("group", { name: "Amount" }).getByLabel("PLN");
  await expect(wrong).toHaveAccessibleDescription(/two decimals at most/);
  await expect(admin.getByLabel("Enterprise")).not.toBeChecked();
  await wrong.fill(off.PLN);
  await admin.getByRole("button", { name: "Make discount code" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: code })).toBeVisible();
}

/** Each invoice of somebody's that is paid, the oldest first: what it came to and what was taken off. */
async function invoicesOf(pool: pg.Pool, { email }: Person): Promise<[number, number][]> {
  const { rows } = await pool.query(
    `SELECT total_minor, discount_minor FROM invoices WHERE workspace_id = $1 AND status = 'paid' ORDER BY issued_at`,
    [await workspaceOf(pool, email)],
  );
  return rows.map((row) => [row.total_minor, row.discount_minor]);
}

test("a code by amount takes each currency's own sum off, on our page, at Stripe and on three invoices", async ({
  admin,
  other: { page, person },
  pool,
  stack,
}) => {
  allowComplaint("409");
  const code = someName();
  await makeByAmount(admin, code);
  // In the same order as in the list, which Stripe itself has told.
  for (const text of ["$2.50 · €2.25 · PLN 10.01", "$9.00 · €20.00 · PLN 36.00", "3 months", "Pro"]) {
    await expect(admin.getByText(text, { exact: true })).toBeVisible();
  }
  await admin.goto(`/admin/promo/discounts?q=${code}`);
  await expect(admin.getByRole("row").filter({ hasText: code })).toContainText("$2.50 · €2.25 · PLN 10.01");

  await page.goto("/dashboard/billing");
  await check(page, code);
  await expect(page.getByText("$6.50", { exact: true })).toBeVisible();
  await page.getByLabel("Currency").selectOption("eur");
  await expect(page.getByLabel("Discount code")).toHaveAccessibleDescription(/needs a higher price/);
  await expect(page.getByText("€8", { exact: true })).toBeVisible();
  await page.getByLabel("Paid").selectOption("year");
  await expect(page.getByText("€77.75", { exact: true })).toBeVisible();
  await page.getByLabel("Paid").selectOption("month");
  await page.getByLabel("Currency").selectOption("pln");
  await expect(page.getByText("PLN 25.99", { exact: true })).toBeVisible();
  await expect(
    page.getByText(`${code}: PLN 10.01 less in each of the first 3 months. After that PLN 36 a month.`),
  ).toBeVisible();
  await page.getByRole("button", { name: "Go to checkout" }).click();
  await page.waitForURL("**/c/pay/**");
  await expect(page.getByTestId("total")).toHaveText("PLN 25.99");
  await pay(page, cards.fine);
  await expect(page.getByText("Renews on")).toBeVisible();
  await expect(page.getByRole("row", { name: /Paid PLN 25\.99/ })).toBeVisible();

  const customer = await customerOf(pool, person.email);
  const [invoice] = (await localStripe().invoices.list({ customer })).data;
  await admin.getByRole("link", { name: code }).click();
  const use = admin.getByRole("row").filter({ hasText: invoice?.number ?? "?" });
  await expect(use).toContainText(person.email);
  await expect(use).toContainText("PLN 10.01");
  await expect(admin.getByRole("table", { name: "Taken off so far" })).toContainText("PLN 10.01");

  await advance(stack.stripeUrl, customer, 100);
  await expect
    .poll(() => invoicesOf(pool, person), { timeout: 30_000 })
    .toEqual([...Array(3).fill([2599, 1001]), [3600, 0]]);
  await admin.reload();
  await expect(admin.getByRole("table", { name: "Taken off so far" })).toContainText("PLN 30.03");
  await expect(admin.getByText("1 of 5")).toBeVisible();
});
