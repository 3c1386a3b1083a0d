import { expect, test } from "./fixtures.ts";
import { workspaceOf } from "./local-stripe.ts";
import { ownOrigin, post } from "./requests.ts";

test("nobody is sold a price of their own making", async ({ dashboard: page }) => {
  for (const extra of [{ price: "price_1" }, { amount: 1 }, { unit_amount: 1 }, { discount: "all" }]) {
    const data = { plan: "pro", interval: "month", currency: "usd", ...extra };
    const answer = await post(page, "/api/billing/checkout", data);
    expect(answer.status(), JSON.stringify(extra)).toBe(400);
  }
  const unknown = { plan: "pro", interval: "month", currency: "gbp" };
  expect((await post(page, "/api/billing/checkout", unknown)).status()).toBe(400);
});

test("cards of others are not found, and members who may not pay get nowhere", async ({
  dashboard: page,
  pool,
  person,
}) => {
  const headers = ownOrigin(page);
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
    const answer = await post(page, `/api/billing/${path}`, data);
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
