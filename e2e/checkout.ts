import type { Page } from "@playwright/test";
import { expect } from "./fixtures.ts";
import { cards, pay } from "./local-stripe.ts";

/** Goes from the billing page to Stripe's, with what is chosen there at first: Pro by the month in dollars. */
export async function openCheckout(page: Page): Promise<void> {
  await page.goto("/dashboard/billing");
  await page.getByRole("button", { name: "Go to checkout" }).click();
  await page.waitForURL("**/c/pay/**");
}

/** Buys that with a card, and stands on the billing page when the plan is there. */
export async function buyPro(page: Page, card: string = cards.fine): Promise<void> {
  await openCheckout(page);
  await pay(page, card);
  if (card === cards.asking) await page.getByRole("button", { name: /complete/i }).click();
  await page.waitForURL("**/dashboard/billing");
  await expect(page.getByText("Renews on")).toBeVisible();
}
