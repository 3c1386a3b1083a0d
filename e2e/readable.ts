import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** A page in both languages and themes: no wider than a phone of 360 pixels, and nothing that axe finds. */
export async function expectReadable(page: Page, path: string): Promise<void> {
  for (const [localPath, colorScheme] of [
    [path, "light"],
    [`/pl${path}`, "dark"],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(localPath);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, localPath).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1280, height: 900 });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
    expect(found, localPath).toEqual([]);
  }
}
