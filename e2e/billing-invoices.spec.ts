import { buyPro } from "./checkout.ts";
import { expect, test } from "./fixtures.ts";

test("what was paid stands in the history and can be kept as a PDF; Stripe's own page has the rest", async ({
  dashboard: page,
}) => {
  await buyPro(page);
  await expect(page.getByRole("row", { name: /Paid \$9/ })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: /^PDF/ }).click();
  expect((await download).suggestedFilename()).toMatch(/\.pdf$/);

  await page.getByRole("button", { name: "Cards, invoices and address" }).click();
  await page.waitForURL("**/p/session/**");
});
