import { buyPro } from "./checkout.ts";
import { expect, test } from "./fixtures.ts";
import { pay } from "./local-stripe.ts";

test("cards are added at Stripe's, made the default and removed; the one that pays stays", async ({
  dashboard: page,
}) => {
  await buyPro(page);
  await expect(page.getByText("This is the only card of a running plan.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove Visa •••• 4242" })).toHaveCount(0);

  await page.getByRole("button", { name: "Add a card" }).click();
  await page.waitForURL("**/p/session/**");
  await pay(page, "5555 5555 5555 4444", /^Add$/);
  await page.waitForURL("**/dashboard/billing");
  const list = page.getByRole("listitem").filter({ hasText: "••••" });
  await expect(list.filter({ hasText: "Mastercard •••• 4444" })).toContainText("Default");

  await page.getByRole("button", { name: "Make default Visa •••• 4242" }).click();
  await expect(list.filter({ hasText: "Visa •••• 4242" })).toContainText("Default");
  await page.getByRole("button", { name: "Remove Mastercard •••• 4444" }).click();
  await page.getByRole("button", { name: "Remove card" }).click();
  await expect(list).toHaveCount(1);
});
