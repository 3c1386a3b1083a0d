import { openCheckout } from "./checkout.ts";
import { allowComplaint, expect, test } from "./fixtures.ts";
import { cards, customerOf, pay, workspaceOf } from "./local-stripe.ts";
import { post } from "./requests.ts";

test("somebody in the trial buys Pro and sees it at once", async ({ dashboard: page }) => {
  await page.goto("/dashboard/billing");
  await expect(page.getByText("All of Pro until")).toBeVisible();
  await page.getByLabel("Paid").selectOption("year");
  await page.getByLabel("Currency").selectOption("pln");
  await expect(page.getByText("PLN 360")).toBeVisible();
  await page.getByRole("button", { name: "Go to checkout" }).click();
  await page.waitForURL("**/c/pay/**");
  await expect(page.locator("body")).toContainText(/360/);
  const paidAt = Date.now();
  await pay(page, cards.fine);

  await expect(page.getByText("Renews on")).toBeVisible();
  // Two seconds are promised; a shared machine is no judge of that, so the figure is only noted.
  test.info().annotations.push({ type: "paid to shown", description: `${Date.now() - paidAt} ms` });
  await page.waitForURL("**/dashboard/billing");
  await expect(
    page.getByRole("status").filter({ hasText: "Thank you, your payment of PLN 360 has arrived" }),
  ).toBeVisible();
  await expect(page.getByRole("banner").getByText("Pro", { exact: true })).toBeVisible();
  await expect(page.getByRole("row", { name: /Paid PLN 360/ })).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: "PLN 360" })).toBeVisible();
});

test("a declined card buys nothing, and what the address claims is not believed", async ({
  dashboard: page,
}) => {
  allowComplaint("402");
  await openCheckout(page);
  await pay(page, cards.declined);
  await expect(page.getByText(/declined/).first()).toBeVisible();
  await page.clock.install();
  await page.goto("/dashboard/billing?checkout=done");
  await expect(page.getByText("We are confirming your payment")).toBeVisible();
  await expect(page.getByText("All of Pro until")).toBeVisible();
  await expect(page.getByText("Renews on")).toHaveCount(0);
  // The time in which a payment would have shown passes.
  await expect(async () => {
    await page.clock.fastForward(30_000);
    await expect(page.getByText("Stripe has not told us of a payment yet")).toBeVisible({ timeout: 500 });
  }).toPass();
});

test("an address that speaks of a payment is forgotten where none was begun", async ({ dashboard: page }) => {
  await page.goto("/dashboard/billing?checkout=done");
  await expect(page).toHaveURL(/\/dashboard\/billing$/);
  await expect(page.getByText("We are confirming")).toHaveCount(0);
});

test("while Stripe does not tell, the page says that it is looked after; then restoring finds the purchase", async ({
  dashboard: page,
  pool,
  person,
  stack,
}) => {
  allowComplaint("503");
  await openCheckout(page);
  const customer = await customerOf(pool, person.email);
  const match = `^GET /v1/customers/${customer}$`;
  const control = (path: string, data?: object) =>
    page.request.fetch(`${stack.stripeUrl}/_sandbox/${path}`, { method: data ? "POST" : "GET", data });
  await control("faults", { kind: "500", count: 100_000, match });
  await pay(page, cards.fine);
  await expect(page.getByText("We are confirming your payment")).toBeVisible();
  await expect(page.getByText("All of Pro until")).toBeVisible();

  await page.getByRole("button", { name: "Restore purchase" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "does not answer right now" })).toBeVisible();
  const { faults } = await (await control("settings")).json();
  await control("settings", { faults: faults.filter((one: { match: string }) => one.match !== match) });
  await page.getByRole("button", { name: "Restore purchase" }).click();
  await expect(page.getByText("Renews on")).toBeVisible();
});

test("twenty tabs that go to the checkout at once open one session of one customer", async ({
  dashboard: page,
  pool,
  person,
  stack,
}) => {
  const data = { plan: "pro", interval: "month", currency: "usd" };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => post(page, "/api/billing/checkout", data)),
  );
  // On a busy machine somebody may be told to try again; nobody is led to another page.
  const led = answers.filter((answer) => answer.ok());
  expect(led.length).toBeGreaterThan(0);
  expect(answers.filter((answer) => !answer.ok() && answer.status() !== 503)).toEqual([]);
  const urls = await Promise.all(led.map(async (answer) => (await answer.json()).url));
  expect(new Set(urls).size).toBe(1);

  const { rows } = await pool.query<{ id: string }>(
    "SELECT id FROM billing_customers WHERE workspace_id = $1",
    [await workspaceOf(pool, person.email)],
  );
  expect(rows).toHaveLength(1);
  type Session = { customer: string; status: string };
  const dump = await page.request.get(`${stack.stripeUrl}/_sandbox/dump?kinds=session`);
  const sessions: Session[] = (await dump.json()).session;
  const open = sessions.filter(({ customer, status }) => customer === rows[0]?.id && status === "open");
  expect(open).toHaveLength(1);
});
