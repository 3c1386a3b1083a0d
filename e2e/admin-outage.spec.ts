import type { Page } from "@playwright/test";
import type pg from "pg";
import { startServerProcess } from "../sandbox/testing/server-process.ts";
import { someName } from "./discount-codes.ts";
import { enter } from "./enter.ts";
import { test as base, expect, type Person } from "./fixtures.ts";
import { localStripe } from "./local-stripe.ts";
import { makeAdmin } from "./second-factor.ts";
import { readStackVariables } from "./stack.ts";
import { type StripeWire, stripeWire } from "./stripe-wire.ts";

/** A console on a server whose line to Stripe is its own. */
type Ailing = { page: Page; url: string; wire: StripeWire };

const test = base.extend<{ ailing: Ailing }>({
  ailing: async ({ page, person, pool, stack }, use) => {
    const wire = await stripeWire(stack.stripeUrl);
    const { url, kill } = await startServerProcess({
      ...readStackVariables(),
      STRIPE_API_HOST: wire.host,
      // No worker: it would take jobs of others, who know nothing of the broken line.
      JOBS_MODE: "inline",
      LOG_LEVEL: "silent",
    });
    await enter(page.context(), { ...stack, appUrl: url }, person, { hasSecondFactor: true });
    // The first visit makes the profile.
    await page.request.get(`${url}/dashboard`);
    await makeAdmin(pool, person);
    await use({ page, url, wire });
    await page.goto("about:blank");
    await kill();
    await wire.close();
  },
});

const away = /^Stripe does not answer right now\. Please try again in a moment/;

/** How often the audit says that something was done to a code. */
async function timesDone(pool: pg.Pool, action: string, code: string): Promise<number> {
  const { rowCount } = await pool.query(
    "SELECT 1 FROM audit_events a JOIN discount_codes c ON a.subject = 'discount:' || c.id WHERE a.action = $1 AND c.code = $2",
    [action, code],
  );
  return rowCount ?? 0;
}

async function idOf(pool: pg.Pool, { email }: Person): Promise<string> {
  return (await pool.query("SELECT id FROM profiles WHERE email = $1", [email])).rows[0].id;
}

test("a discount code is made once, though Stripe was away and then its answers were lost", async ({
  ailing: { page, url, wire },
  pool,
}) => {
  const code = someName();
  await page.goto(`${url}/admin/promo/discounts/new`);
  await page.getByLabel("Code", { exact: true }).fill(code);
  await page.getByLabel("Takes off").selectOption("amount");
  const amount = page.getByRole("group", { name: "Amount" });
  for (const currency of ["USD", "EUR", "PLN"]) await amount.getByLabel(currency).fill("1.25");
  await page.getByLabel("First purchase only").check();
  const make = page.getByRole("button", { name: "Make discount code" });
  const expectKept = async () => {
    await expect(page.getByRole("alert").filter({ hasText: away })).toBeInViewport();
    await expect(page.getByLabel("Code", { exact: true })).toHaveValue(code);
    await expect(amount.getByLabel("PLN")).toHaveValue("1.25");
    await expect(page.getByLabel("First purchase only")).toBeChecked();
  };
  wire.fail("overrun");
  await make.click();
  await expectKept();
  wire.fail("unanswered", /^POST \/v1\/promotion_codes/);
  await make.click();
  await expect(make).toBeDisabled();
  await expect(make).toBeEnabled();
  await expectKept();
  const stripe = localStripe();
  const made = async () => (await stripe.promotionCodes.list({ code })).data.map(({ id }) => id);
  const [first] = await made();
  wire.mend();
  await make.click();
  await expect(page.getByRole("heading", { level: 1, name: code })).toBeVisible();
  expect(await made()).toEqual([first]);
  const coupons: string[] = [];
  for await (const { name, created } of stripe.coupons.list({ limit: 100 })) {
    if (created < Date.now() / 1000 - 600) break;
    if (name === code) coupons.push(name);
  }
  expect(coupons).toHaveLength(1);
  expect(await timesDone(pool, "discount.created", code)).toBe(1);
});

test("without Stripe the list and a code's page show what it said last, and a code is switched off once it is back", async ({
  ailing: { page, url, wire },
  pool,
}) => {
  const stripe = localStripe();
  const coupon = await stripe.coupons.create({ percent_off: 20, duration: "once" });
  const { id, code } = await stripe.promotionCodes.create({
    promotion: { type: "coupon", coupon: coupon.id },
    code: someName(),
  });
  const list = `${url}/admin/promo/discounts?q=${code}`;
  await page.goto(list);
  await expect(page.getByText("Stripe does not answer")).toHaveCount(0);

  wire.fail("overrun");
  await page.goto(list);
  await expect(page.getByText(/^Stripe does not answer right now\. This is what it said at /)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: code })).toContainText("20%");
  await page.getByRole("link", { name: code }).click();
  await expect(page.getByRole("heading", { level: 1, name: code })).toBeVisible();
  await expect(page.getByText(/^Stripe does not answer right now\. This is what it said at /)).toBeVisible();
  wire.fail("unheard");
  await page.getByRole("button", { name: /^Deactivate/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("It was for one journey.");
  await dialog.getByRole("button", { name: "Deactivate" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: away })).toBeVisible();
  await expect(dialog.getByLabel("Reason")).toHaveValue("It was for one journey.");
  expect((await stripe.promotionCodes.retrieve(id)).active).toBe(true);

  wire.mend();
  await dialog.getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByText("Switched off")).toBeVisible();
  await expect(page.getByText("Stripe does not answer")).toHaveCount(0);
  expect(await timesDone(pool, "discount.deactivated", code)).toBe(1);
});

test("without Stripe the figures stand, and what reads Stripe says so and can be tried again", async ({
  ailing: { page, url, wire },
  person,
  pool,
}) => {
  const offer = { plan: "pro", interval: "month", currency: "usd" };
  await page.request.post(`${url}/api/billing/checkout`, { data: offer, headers: { origin: url } });
  wire.fail("overrun");
  await page.goto(`${url}/admin`);
  await expect(page.getByRole("region", { name: "Figures" })).toBeVisible();

  const id = await idOf(pool, person);
  await page.goto(`${url}/admin/users/${id}`);
  const resync = page.getByRole("button", { name: "Resync from Stripe" });
  await resync.click();
  await expect(page.getByRole("alert").filter({ hasText: away })).toBeVisible();
  wire.mend();
  await resync.click();
  await expect(page.getByText("1 customer was read.")).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: away })).toHaveCount(0);

  await page.goto(`${url}/admin/revenue`);
  const panel = page.getByRole("region", { name: "Comparison with Stripe" });
  const compare = panel.getByRole("button", { name: /^(Compare now|Go on comparing)$/ });
  wire.fail("overrun");
  // Another journey may be comparing: there is one comparison at a time.
  await expect(async () => {
    await compare.click();
    await expect(panel.getByText(/is running already/).or(panel.getByText(away))).toBeVisible();
    await expect(panel.getByText(away)).toBeVisible({ timeout: 1 });
  }).toPass();
  wire.mend();
  await expect(async () => {
    await compare.click();
    await expect(compare).toBeEnabled({ timeout: 25_000 });
    const compared = "SELECT 1 FROM audit_events WHERE action = 'revenue.compared' AND actor = $1";
    expect((await pool.query(compared, [`admin:${id}`])).rowCount).toBeGreaterThan(0);
  }).toPass();
  await expect(panel.getByText(/^(No difference|\d+ differences?)/)).toBeVisible();
  await expect(panel.getByText(away)).toHaveCount(0);
});
