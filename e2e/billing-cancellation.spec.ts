import { buyPro } from "./checkout.ts";
import { expect, test } from "./fixtures.ts";
import { mirrorPlan } from "./mirrored-plan.ts";

test("a plan is cancelled for the end of its period, and the cancellation taken back", async ({
  dashboard: page,
}) => {
  await buyPro(page);
  await page.getByRole("button", { name: "Cancel plan" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: "Keep Pro" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Renews on")).toBeVisible();
  await page.getByRole("button", { name: "Cancel plan" }).click();
  await page.getByRole("button", { name: "Cancel at the end of the period" }).click();
  await expect(page.getByText("Cancelled. Pro goes on until")).toBeVisible();
  await expect(page.getByRole("banner").getByText(/^Pro – ends/)).toBeVisible();
  await page.getByRole("button", { name: "Keep Pro" }).click();
  await expect(page.getByText("Renews on")).toBeVisible();
});

test("whoever cancels an unpaid plan reads that it ends at once, and that nothing more is tried", async ({
  dashboard: page,
  pool,
  person,
}) => {
  await mirrorPlan(pool, person.email, { status: "unpaid" });
  await page.goto("/dashboard/billing");
  await page.getByRole("button", { name: "Cancel plan" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByText("so it ends at once. The open invoice is not tried any more")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "End the plan now" })).toBeVisible();
});
