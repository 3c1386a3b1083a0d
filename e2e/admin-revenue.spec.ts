import type { Page } from "@playwright/test";
import type pg from "pg";
import { buyPro } from "./checkout.ts";
import { expect, test } from "./fixtures.ts";
import { customerOf, localStripe, workspaceOf } from "./local-stripe.ts";
import { expectReadable } from "./readable.ts";

/** What all have paid in dollars this month, less what they were given back, counted from the rows. */
async function netOfMonth(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query(
    `SELECT (SELECT coalesce(sum(amount_paid_minor), 0) FROM invoices WHERE status = 'paid' AND currency = 'usd'
         AND date_trunc('month', paid_at AT TIME ZONE 'UTC') = date_trunc('month', now() AT TIME ZONE 'UTC'))::int
       - (SELECT coalesce(sum(amount_minor), 0) FROM refunds WHERE status IN ('succeeded', 'pending') AND currency = 'usd'
         AND date_trunc('month', issued_at AT TIME ZONE 'UTC') = date_trunc('month', now() AT TIME ZONE 'UTC'))::int AS net`,
  );
  return rows[0].net;
}

async function mrrNow(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query(
    "SELECT coalesce(sum(after_minor - before_minor), 0)::int AS mrr FROM mrr_movements WHERE currency = 'usd'",
  );
  return rows[0].mrr;
}

const dollars = (minor: number) => (minor / 100).toLocaleString("en", { style: "currency", currency: "USD" });

/** Others buy meanwhile: the page is asked until nothing has changed while it was drawn. */
async function expectSums(page: Page, pool: pg.Pool): Promise<void> {
  await expect(async () => {
    const before = [await netOfMonth(pool), await mrrNow(pool)];
    await page.goto("/admin");
    const figures = page.getByRole("region", { name: "Figures" });
    const shown = await figures.getByRole("definition").allInnerTexts();
    await page.goto("/admin/revenue");
    const month = await page.getByRole("table", { name: /^Paid in/ }).innerText();
    const mrr = await page.getByRole("table", { name: /^MRR/ }).innerText();
    expect([await netOfMonth(pool), await mrrNow(pool)]).toEqual(before);
    const [net = 0, movements = 0] = before;
    expect(shown.join("\n")).toContain(dollars(net));
    expect(shown.join("\n")).toContain(dollars(movements));
    expect(month).toContain(dollars(net));
    expect(mrr).toContain(dollars(movements));
  }).toPass({ timeout: 60_000 });
}

test("somebody buys Pro: overview and revenue show it to the minor unit, and a refund lowers it", async ({
  admin: page,
  person,
  pool,
}) => {
  test.slow();
  await buyPro(page);
  const customer = await customerOf(pool, person.email);
  const [invoice] = (await localStripe().invoices.list({ customer })).data;
  await expectSums(page, pool);

  await page.goto("/admin/revenue/rows?figure=paid&currency=usd&tier=premium&interval=month");
  const row = page.getByRole("row").filter({ hasText: invoice?.id ?? "" });
  await expect(row).toContainText("$9.00");
  await expect(row).toContainText("Without a discount");
  await page.goto("/admin/revenue/rows?figure=moved&tag=new");
  await expect(page.getByRole("row").filter({ hasText: "New" }).first()).toBeVisible();

  const [charge] = (await localStripe().charges.list({ customer })).data;
  const refund = await localStripe().refunds.create({ charge: charge?.id ?? "", amount: 123 });
  const isMirrored = async () =>
    (await pool.query("SELECT 1 FROM refunds WHERE id = $1", [refund.id])).rowCount;
  await expect.poll(isMirrored, { timeout: 30_000 }).toBe(1);
  await expectSums(page, pool);
  await page.goto("/admin/revenue/rows?figure=refunded&currency=usd");
  await expect(page.getByRole("row").filter({ hasText: refund.id })).toContainText("$1.23");

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "All as CSV" }).click();
  expect((await download).suggestedFilename()).toMatch(/^revenue-refunded-.*\.csv$/);
});

test("the comparison with Stripe finds no difference but in what the tests have made up", async ({
  admin: page,
  person,
  pool,
}) => {
  test.slow();
  await buyPro(page);
  await page.goto("/admin/revenue");
  const panel = page.getByRole("region", { name: "Comparison with Stripe" });
  await expect(async () => {
    await panel.getByRole("button", { name: /Compare now|Go on comparing/ }).click();
    await expect(panel.getByText(/No difference|\d+ differences?/)).toBeVisible({ timeout: 25_000 });
    await expect(panel.getByText("so far")).toHaveCount(0);
  }).toPass({ timeout: 90_000 });
  const { rows } = await pool.query(
    "SELECT differences FROM stripe_comparisons WHERE ended_at IS NOT NULL ORDER BY started_at DESC LIMIT 1",
  );
  // Journeys beside this one put subscriptions into the mirror that Stripe has never had.
  const real = rows[0].differences.filter(
    ({ id, stripe }: { id: string; stripe: string | null }) =>
      stripe !== null || !/^sub_([\da-f]{32}|shown)/.test(id),
  );
  expect(real).toEqual([]);
  const own = await pool.query("SELECT count(*)::int AS count FROM invoices WHERE workspace_id = $1", [
    await workspaceOf(pool, person.email),
  ]);
  expect(own.rows[0].count).toBe(1);
});

test("sums of two currencies are one only with a rate, which stands beside it with its day", async ({
  admin: page,
}) => {
  test.slow();
  await page.goto("/admin/revenue?into=pln");
  const panel = page.getByRole("region", { name: "In one currency" });
  await panel.getByLabel("One unit of").selectOption("usd");
  await panel.getByLabel("Is in").selectOption("usd");
  await panel.getByLabel("Rate").fill("0");
  await panel.getByRole("button", { name: "Note the rate" }).click();
  await expect(panel.getByText("Write a rate above zero")).toBeVisible();
  for (const currency of ["usd", "eur"]) {
    await panel.getByLabel("One unit of").selectOption(currency);
    await panel.getByLabel("Is in").selectOption("pln");
    await panel.getByLabel("Rate").fill("4.25");
    await panel.getByLabel("Source").fill("Made up by a test");
    await panel.getByRole("button", { name: "Note the rate" }).click();
    await expect(panel.getByText("The rate was noted.")).toBeVisible({ timeout: 30_000 });
    await page.reload();
  }
  await expect(panel.getByText("a rate is missing")).toHaveCount(0);
});

const pages = [
  "/admin/revenue",
  "/admin/revenue/rows?figure=paid",
  "/admin/revenue/rows?figure=moved",
  "/admin/revenue/rows?figure=trials&month=2020-01",
];

for (const path of pages) {
  test(`${path} is readable in both themes and languages, and on a phone`, async ({ admin: page }) => {
    await expectReadable(page, path);
  });
}
