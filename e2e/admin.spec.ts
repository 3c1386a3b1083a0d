import type pg from "pg";
import { expect, type Person, test } from "./fixtures.ts";
import { workspaceOf } from "./local-stripe.ts";
import { expectReadable } from "./readable.ts";
import { post } from "./requests.ts";
import { payAsStranger } from "./stranger.ts";

/** The console's own words, in both languages. */
const consoleWords = /Needs a person|Overview|Revenue|Console|Wymaga człowieka|Przychody|Konsola|Reconcile/;

test("an admin finds a webhook that failed, replays it, and the plan is there", async ({
  admin: page,
  person,
  pool,
}) => {
  const workspace = await workspaceOf(pool, person.email);
  const { customer, event } = await payAsStranger(pool);
  await page.goto("/dashboard/billing");
  await expect(page.getByText("Renews on")).toHaveCount(0);

  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("link", { name: "Console" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await page.getByRole("link", { name: "Webhooks that failed" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Needs a person" })).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: event });
  await expect(row).toContainText("Set aside");
  await expect(row).toContainText("unknown_customer");

  // A person has found out whose customer it is.
  await pool.query("INSERT INTO billing_customers (id, workspace_id, updated_at) VALUES ($1, $2, now())", [
    customer,
    workspace,
  ]);
  await row.getByRole("button", { name: `Replay ${event}` }).click();
  await expect(page.getByText("1 event was replayed: 1 went well, 0 failed again.")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: event })).toHaveCount(0);

  await page.goto("/dashboard/billing");
  await expect(page.getByText("Renews on")).toBeVisible();
  const { rows } = await pool.query(
    "SELECT a.actor, p.email FROM audit_events a JOIN profiles p ON a.actor = 'admin:' || p.id WHERE a.action = 'webhook.replayed' AND a.subject = $1",
    [`webhook_event:${event}`],
  );
  expect(rows).toEqual([{ actor: expect.any(String), email: person.email }]);
});

test("an admin compares with Stripe and is shown the figures", async ({ admin: page }) => {
  await page.goto("/admin/attention");
  await page.getByRole("button", { name: "Reconcile now" }).click();
  await expect(
    page.getByText(/read\. Put right: \d+\. Missed events found: \d+|is running already/),
  ).toBeVisible({
    timeout: 30_000,
  });
});

test("somebody without the role finds nothing of the console", async ({
  dashboard: page,
  stack,
  pool,
  person,
}) => {
  await page.goto("/admin");
  await expect(page).toHaveURL(/\/dashboard$/);
  await page.getByRole("button", { name: "Account" }).click();
  await expect(page.getByRole("link", { name: "Settings" }).last()).toBeVisible();
  await expect(page.getByRole("link", { name: "Console" })).toHaveCount(0);
  for (const path of [
    "/admin",
    "/admin/sign-ups",
    "/admin/second-factor",
    "/admin/attention?replayed=1&processed=1&failed=0",
    "/admin/revenue",
    "/admin/revenue/rows",
    "/pl/admin",
  ]) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(307);
    expect(new URL(answer.headers().location ?? "", stack.appUrl).pathname).toMatch(/^(\/pl)?\/dashboard$/);
    expect(await answer.text(), path).not.toMatch(consoleWords);
    // As the router asks, for a page's content alone.
    const content = await page.request.get(path, { headers: { RSC: "1" } });
    expect(await content.text(), path).not.toMatch(consoleWords);
  }
  const calls = ["/api/admin/events/evt_1/replay", "/api/admin/events/replay", "/api/admin/reconcile"];
  for (const path of calls) {
    const answer = await post(page, path, {});
    expect(answer.status(), path).toBe(403);
    expect(await answer.text(), path).not.toMatch(consoleWords);
  }
  const { rows } = await pool.query(
    "SELECT 1 FROM audit_events a JOIN profiles p ON a.actor = 'admin:' || p.id WHERE p.email = $1",
    [person.email],
  );
  expect(rows).toEqual([]);
});

test("a role that is taken away is gone with the next request", async ({ admin: page, person, pool }) => {
  expect((await page.request.get("/admin", { maxRedirects: 0 })).status()).toBe(200);
  await pool.query("UPDATE profiles SET role = 'USER' WHERE email = $1", [person.email]);
  expect((await page.request.get("/admin", { maxRedirects: 0 })).status()).toBe(307);
});

/** Something in every list of the console for as long as the journey looks at it. */
async function withTroubles(pool: pg.Pool, person: Person, look: () => Promise<void>): Promise<void> {
  const { customer } = await payAsStranger(pool);
  const workspace = await workspaceOf(pool, person.email);
  await pool.query(
    "INSERT INTO audit_events (actor, action, subject, after) VALUES ('stripe', 'warning.payment_failed', $1, $2)",
    [`customer:${customer}`, JSON.stringify({ invoiceId: `in_${"x".repeat(120)}`, graceUntil: new Date() })],
  );
  const id = customer.slice(4);
  await pool.query(
    `WITH c AS (INSERT INTO billing_customers (id, workspace_id, updated_at, is_current)
       VALUES ($2, $1, now(), false) RETURNING id)
     INSERT INTO subscriptions (id, workspace_id, customer_id, kind, status, price_id, currency, amount_minor, quantity,
       started_at, grace_until, set_aside_reason, details, updated_at)
     SELECT $3, $1, id, 'plan', 'past_due', 'price_of_somebody', 'pln', 3600, 1, now(), now() + interval '1 day',
       'unknown_price', '{}', now() FROM c`,
    [workspace, `cus_shown${id}`, `sub_shown${id}`],
  );
  await pool.query(
    `INSERT INTO disputes (id, workspace_id, customer_id, charge_id, amount_minor, currency, status, reason, opened_at, updated_at)
     VALUES ($1, $2, $3, 'ch_1', 900, 'usd', 'needs_response', 'fraudulent', now(), now())`,
    [`du_${id}`, workspace, `cus_shown${id}`],
  );
  try {
    await look();
  } finally {
    await pool.query("DELETE FROM disputes WHERE id = $1", [`du_${id}`]);
    await pool.query("DELETE FROM subscriptions WHERE id = $1", [`sub_shown${id}`]);
    await pool.query("DELETE FROM webhook_events WHERE customer_id = $1", [customer]);
  }
}

test("what needs a person is readable in both themes and languages, and on a phone", async ({
  admin: page,
  person,
  pool,
}) => {
  await withTroubles(pool, person, async () => {
    for (const path of ["/admin", "/admin/attention", "/admin/sign-ups"]) await expectReadable(page, path);
  });
});
