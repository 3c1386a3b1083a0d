import { existsSync } from "node:fs";
import { defineConfig, devices } from "@playwright/test";

/** Debian's browser, where it is installed; else the one that Playwright has downloaded. */
const systemChromium = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];
const executablePath = process.env.CHROMIUM_PATH ?? systemChromium.find((path) => existsSync(path));

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/global-setup.ts",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    ...devices["Desktop Chrome"],
    locale: "en-GB",
    timezoneId: "Europe/Warsaw",
    // Traces cost a quarter of the time; `--trace retain-on-failure` takes them.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath,
      // Where no language is set the browser would name no file in anything but ASCII.
      env: { ...process.env, LC_ALL: "C.UTF-8" } as Record<string, string>,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
