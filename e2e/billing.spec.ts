import type { Page } from "@playwright/test";
import { allowComplaint, expect, test } from "./fixtures.ts";

/** Pays on the hosted page with a card. */
async function pay(page: Page, number: string): Promise<void> {
  await page.getByLabel("Card number").fill(number);
  await page.getByLabel("Expiry").fill("12 / 40");
  await page.getByLabel("CVC").fill("123");
  await page.getByLabel("Name on card").fill("Ada Lovelace");
  await page.getByRole("button", { name: "Subscribe" }).click();
}

async function openCheckout(page: Page): Promise<void> {
  await page.goto("/dashboard/billing");
  await page.getByRole("button", { name: "Go to checkout" }).click();
  await page.waitForURL("**/c/pay/**");
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
  await pay(page, "4242 4242 4242 4242");

  await page.waitForURL("**/dashboard/billing");
  await expect(page.getByText("Renews on")).toBeVisible();
  await expect(page.getByRole("banner").getByText("Pro", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Cancel plan" }).click();
  await page.getByRole("button", { name: "Cancel at the end of the period" }).click();
  await expect(page.getByText("Cancelled. Pro goes on until")).toBeVisible();
  await page.getByRole("button", { name: "Keep Pro" }).click();
  await expect(page.getByText("Renews on")).toBeVisible();

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
  await page.goto("/dashboard/billing?checkout=done");
  await expect(page.getByText("All of Pro until")).toBeVisible();
  await expect(page.getByText("Renews on")).toHaveCount(0);
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

test("the webhook takes nothing that Stripe did not sign", async ({ request }) => {
  const forged = await request.post("/api/webhooks/stripe", {
    headers: { "stripe-signature": "t=1,v1=00", "content-type": "application/json" },
    data: { id: "evt_forged", type: "customer.subscription.updated" },
  });
  expect(forged.status()).toBe(400);
});
