import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";

/** A discount code that nobody else has. */
export const someName = () => `J-${randomUUID().slice(0, 13)}`.toUpperCase();

/** Asks on the billing page what a code makes of the price. */
export async function check(page: Page, code: string): Promise<void> {
  await page.getByLabel("Discount code").fill(code);
  await page.getByRole("button", { name: "Check", exact: true }).click();
}
