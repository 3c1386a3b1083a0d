import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const phone = { width: 360, height: 740 };
const desk = { width: 1280, height: 900 };

/** A page in both languages and themes: no wider than a phone of 360 pixels, and nothing that axe finds. */
export async function expectReadable(page: Page, path: string): Promise<void> {
  for (const [localPath, colorScheme] of [
    [path, "light"],
    [`/pl${path}`, "dark"],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize(phone);
    await page.goto(localPath);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await expectFitsPhone(page);
    await page.setViewportSize(desk);
    await expectAccessible(page);
  }
}

/** What stands on the page, or in a part of it, breaks no rule that axe knows. */
export async function expectAccessible(page: Page, part = "html"): Promise<void> {
  // No page of ours has frames of another origin: without looking for them it takes half the time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await axe.include(part).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  expect(found, page.url()).toEqual([]);
}

/** What stands on the page is no wider than a phone; it stays at that width. */
export async function expectFitsPhone(page: Page): Promise<void> {
  await page.setViewportSize(phone);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, page.url()).toBeLessThanOrEqual(phone.width);
}
