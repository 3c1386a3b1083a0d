import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import type pg from "pg";
import { allowComplaint, expect, test } from "./fixtures.ts";
import { customerOf, pay, workspaceOf } from "./local-stripe.ts";

const fineCard = "4242 4242 4242 4242";

async function openCheckout(page: Page): Promise<void> {
  await page.goto("/dashboard/billing");
  await page.getByRole("button", { name: "Go to checkout" }).click();
  await page.waitForURL("**/c/pay/**");
}

async function buy(page: Page): Promise<void> {
  await openCheckout(page);
  await pay(page, fineCard);
  await page.waitForURL("**/dashboard/billing");
  await expect(page.getByText("Renews on")).toBeVisible();
}

test("somebody in the trial buys Pro, sees it at once, cancels and takes it back", async ({
  dashboard: page,
}) => {
  await page.goto("/dashboard/billing");
  await expect(page.getByText("All of Pro until")).toBeVisible();
  await page.getByLabel("Paid").selectOption("year");
  await page.getByLabel("Currency").selectOption("pln");
  await expect(page.getByText("PLN 360")).toBeVisible();
  await page.getByRole("button", { name: "Go to checkout" }).click();
  await page.waitForURL("**/c/pay/**");
  await expect(page.locator("body")).toContainText(/360/);
  const paidAt = Date.now();
  await pay(page, fineCard);

  await expect(page.getByText("Renews on")).toBeVisible();
  // Two seconds are promised; a shared machine is no judge of that, so the figure is only noted.
  test.info().annotations.push({ type: "paid to shown", description: `${Date.now() - paidAt} ms` });
  await page.waitForURL("**/dashboard/billing");
  await expect(page.getByRole("banner").getByText("Pro", { exact: true })).toBeVisible();
  await expect(page.getByRole("row", { name: /Paid PLN 360/ })).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: "PLN 360" })).toBeVisible();

  await page.getByRole("button", { name: "Cancel plan" }).click();
  await page.getByRole("button", { name: "Cancel at the end of the period" }).click();
  await expect(page.getByText("Cancelled. Pro goes on until")).toBeVisible();
  await expect(page.getByRole("banner").getByText(/^Pro – ends/)).toBeVisible();
  await page.getByRole("button", { name: "Keep Pro" }).click();
  await expect(page.getByText("Renews on")).toBeVisible();

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: /^PDF/ }).click();
  expect((await download).suggestedFilename()).toMatch(/\.pdf$/);

  await page.getByRole("button", { name: "Cards, invoices and address" }).click();
  await page.waitForURL("**/p/session/**");
});

test("a declined card buys nothing, and what the address claims is not believed", async ({
  dashboard: page,
}) => {
  allowComplaint("402");
  await openCheckout(page);
  await pay(page, "4000 0000 0000 0002");
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
  await pay(page, fineCard);
  await expect(page.getByText("We are confirming your payment")).toBeVisible();
  await expect(page.getByText("All of Pro until")).toBeVisible();

  await page.getByRole("button", { name: "Restore purchase" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "does not answer right now" })).toBeVisible();
  const { faults } = await (await control("settings")).json();
  await control("settings", { faults: faults.filter((one: { match: string }) => one.match !== match) });
  await page.getByRole("button", { name: "Restore purchase" }).click();
  await expect(page.getByText("Renews on")).toBeVisible();
});

test("cards are added at Stripe's, made the default and removed; the one that pays stays", async ({
  dashboard: page,
}) => {
  await buy(page);
  await page.getByRole("button", { name: "Remove Visa •••• 4242" }).click();
  await page.getByRole("button", { name: "Remove card" }).click();
  await expect(page.getByText("This is the only card of a running plan.")).toBeVisible();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();

  await page.getByRole("button", { name: "Add a card" }).click();
  await page.waitForURL("**/p/session/**");
  await page.getByLabel("Card number").fill("5555 5555 5555 4444");
  await page.getByLabel("Expiry").fill("11 / 39");
  await page.getByLabel("CVC").fill("123");
  await page.getByLabel("Name on card").fill("Ada Lovelace");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.waitForURL("**/dashboard/billing");
  const cards = page.getByRole("listitem").filter({ hasText: "••••" });
  await expect(cards.filter({ hasText: "Mastercard •••• 4444" })).toContainText("Default");

  await page.getByRole("button", { name: "Make default Visa •••• 4242" }).click();
  await expect(cards.filter({ hasText: "Visa •••• 4242" })).toContainText("Default");
  await page.getByRole("button", { name: "Remove Mastercard •••• 4444" }).click();
  await page.getByRole("button", { name: "Remove card" }).click();
  await expect(cards).toHaveCount(1);
});

/** A plan in some state, as the mirror would have it. */
async function mirror(pool: pg.Pool, email: string, columns: Record<string, unknown>): Promise<void> {
  const workspace = await workspaceOf(pool, email);
  const id = randomUUID().replaceAll("-", "");
  await pool.query(
    "INSERT INTO billing_customers (id, workspace_id, currency, updated_at) VALUES ($1, $2, 'eur', now())",
    [`cus_${id}`, workspace],
  );
  const details = { items: [], discountIds: [], defaultPaymentMethodId: null, scheduleId: null };
  const row: Record<string, unknown> = {
    id: `sub_${id}`,
    workspace_id: workspace,
    customer_id: `cus_${id}`,
    kind: "plan",
    price_id: "price_of_a_test",
    tier: "premium",
    interval: "month",
    currency: "eur",
    amount_minor: 800,
    quantity: 1,
    period_end: new Date(Date.now() + 20 * 24 * 3_600_000),
    started_at: new Date(),
    updated_at: new Date(),
    details: { ...details, isCancelingAtPeriodEnd: false, pendingUpdateExpiresAt: null },
    ...columns,
  };
  const names = Object.keys(row).map((name) => `"${name}"`);
  const values = names.map((_, index) => `$${index + 1}`);
  await pool.query(`INSERT INTO subscriptions (${names}) VALUES (${values})`, Object.values(row));
}

const soon = () => new Date(Date.now() + 5 * 3_600_000);
const states: {
  name: string;
  columns: Record<string, unknown>;
  text: string;
  badge: string;
  banner?: string;
}[] = [
  {
    name: "in grace",
    columns: { status: "past_due", grace_until: soon() },
    text: "Everything goes on until",
    badge: "Pro – payment failed",
    banner: "Pro goes on until",
  },
  {
    name: "restricted",
    columns: { status: "past_due", grace_until: new Date(0) },
    text: "comes back as soon as the invoice is paid",
    badge: "Pro – unpaid",
    banner: "Pro is off",
  },
  {
    name: "unpaid",
    columns: { status: "unpaid" },
    text: "comes back as soon as the invoice is paid",
    badge: "Pro – unpaid",
    banner: "Pro is off",
  },
  { name: "paused", columns: { status: "paused" }, text: "paused at Stripe", badge: "Pro – paused" },
  {
    name: "begun and not finished",
    columns: { status: "incomplete" },
    text: "your bank wants you to confirm it",
    badge: "Payment not finished",
    banner: "the bank wants a confirmation",
  },
  {
    name: "ended",
    columns: { status: "canceled", ended_at: new Date("2026-03-04T12:00:00Z") },
    text: "Your paid plan ended on March 4, 2026",
    badge: "Free",
  },
  {
    name: "of a price that nobody knows",
    columns: { status: "active", set_aside_reason: "unknown_price" },
    text: "has a price that we do not recognise",
    badge: "Pro",
  },
];

for (const { name, columns, text, badge, banner } of states) {
  test(`a plan that is ${name} says so on the page, in the navigation and where it cannot wait`, async ({
    dashboard: page,
    pool,
    person,
  }) => {
    await pool.query("UPDATE workspaces SET trial_ends_at = now() - interval '1 day' WHERE id = $1", [
      await workspaceOf(pool, person.email),
    ]);
    await mirror(pool, person.email, columns);
    await page.goto("/dashboard/billing");
    await expect(page.getByRole("main").getByText(text)).toBeVisible();
    await expect(page.getByRole("banner").getByText(badge, { exact: true })).toBeVisible();
    await page.goto("/dashboard/settings");
    const notices = page.getByRole("complementary", { name: "Notices" });
    if (banner) {
      await expect(notices.getByText(banner)).toBeVisible();
      await notices.getByRole("link").click();
      await expect(page).toHaveURL(/\/dashboard\/billing$/);
    } else {
      await expect(notices.getByRole("link")).toHaveCount(0);
    }
  });
}

test("whoever cancels an unpaid plan reads that it ends at once, and that nothing more is tried", async ({
  dashboard: page,
  pool,
  person,
}) => {
  await mirror(pool, person.email, { status: "unpaid" });
  await page.goto("/dashboard/billing");
  await page.getByRole("button", { name: "Cancel plan" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByText("so it ends at once. The open invoice is not tried any more")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "End the plan now" })).toBeVisible();
});

test("a limit that blocks says which plan has more, and leads there", async ({
  dashboard: page,
  pool,
  person,
}) => {
  const workspace = await workspaceOf(pool, person.email);
  await pool.query("UPDATE workspaces SET trial_ends_at = now() - interval '1 day' WHERE id = $1", [
    workspace,
  ]);
  await page.goto("/dashboard/codes/new");
  await page.getByLabel("Name", { exact: true }).fill("One too many");
  await page.getByLabel("Destination").fill("https://example.com/");
  await pool.query(
    `INSERT INTO qr_codes (workspace_id, slug, name, destination, is_active, pause_reason, updated_at)
     SELECT $1, 'full' || substr(md5(random()::text), 1, 16) || i, 'Full ' || i, 'https://example.com/', i <= 10,
       CASE WHEN i > 10 THEN 'plan'::pause_reason END, now() FROM generate_series(1, 11) i`,
    [workspace],
  );
  // Filled from elsewhere while somebody was typing.
  await page.getByRole("button", { name: "Create code" }).click();
  await expect(page.getByText("10 codes are what your plan holds")).toBeVisible();
  await page.goto("/dashboard/codes/new");
  await expect(page.getByText("10 codes are what your plan holds")).toBeVisible();
  await expect(page.getByRole("button", { name: "Create code" })).toHaveCount(0);

  await page.goto("/dashboard");
  await page.getByRole("link", { name: "Full 11", exact: true }).click();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("10 codes are active, as many as your plan allows")).toBeVisible();
  await page.getByRole("alert").getByRole("link", { name: "Upgrade to Pro" }).click();
  await expect(page).toHaveURL(/\/dashboard\/billing$/);
});

test("nobody is sold a price of their own making", async ({ dashboard: page, stack }) => {
  const headers = { origin: new URL(stack.appUrl).origin };
  for (const extra of [{ price: "price_1" }, { amount: 1 }, { unit_amount: 1 }, { discount: "all" }]) {
    const data = { plan: "pro", interval: "month", currency: "usd", ...extra };
    const answer = await page.request.post("/api/billing/checkout", { data, headers });
    expect(answer.status(), JSON.stringify(extra)).toBe(400);
  }
  const unknown = { plan: "pro", interval: "month", currency: "gbp" };
  expect((await page.request.post("/api/billing/checkout", { data: unknown, headers })).status()).toBe(400);
});

test("twenty tabs that go to the checkout at once open one session of one customer", async ({
  dashboard: page,
  pool,
  person,
  stack,
}) => {
  const headers = { origin: new URL(stack.appUrl).origin };
  const data = { plan: "pro", interval: "month", currency: "usd" };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => page.request.post("/api/billing/checkout", { data, headers })),
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

test("cards of others are not found, and members who may not pay get nowhere", async ({
  dashboard: page,
  pool,
  person,
  stack,
}) => {
  const headers = { origin: new URL(stack.appUrl).origin };
  const card = "/api/billing/payment-methods/pm_of_somebody_else";
  const change = { headers, data: { isDefault: true } };
  expect((await page.request.patch(card, change)).status()).toBe(404);
  expect((await page.request.delete(card, { headers })).status()).toBe(404);
  expect((await page.request.patch(card, { headers, data: { isDefault: false } })).status()).toBe(400);
  expect((await page.request.get("/api/billing/invoices?page=0")).status()).toBe(400);
  expect(await (await page.request.get("/api/billing/invoices")).json()).toMatchObject({
    invoices: [],
    pages: 1,
  });

  await pool.query("UPDATE workspace_members SET role = 'MEMBER' WHERE workspace_id = $1", [
    await workspaceOf(pool, person.email),
  ]);
  for (const path of ["/api/billing/payment-methods", "/api/billing/invoices"]) {
    expect((await page.request.get(path)).status(), path).toBe(403);
  }
  for (const path of ["payment-methods", "restore", "portal", "checkout", "invoices/in_1/pay"]) {
    const data = path === "checkout" ? { plan: "pro", interval: "month" } : {};
    const answer = await page.request.post(`/api/billing/${path}`, { headers, data });
    expect(answer.status(), path).toBe(403);
  }
  await page.goto("/dashboard/billing");
  await expect(page.getByText("Only owners and admins of the workspace can change the plan")).toBeVisible();
  await expect(page.getByRole("button", { name: "Restore purchase" })).toHaveCount(0);
});

test("the webhook takes nothing that Stripe did not sign", async ({ request }) => {
  const forged = await request.post("/api/webhooks/stripe", {
    headers: { "stripe-signature": "t=1,v1=00", "content-type": "application/json" },
    data: { id: "evt_forged", type: "customer.subscription.updated" },
  });
  expect(forged.status()).toBe(400);
});
