import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "@playwright/test";
import { runCommand } from "./run-command.ts";

/** The headless shell first: it draws no window that nobody sees, and takes half the time. */
const places = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const debianPackage = "chromium-headless-shell";
const installMs = 300_000;

/** What a person types when no browser could be had. */
export const browserAdvice =
  "npx playwright install chromium   (or, on Debian: apt-get install chromium-headless-shell)";

/** A browser to drive: one that is there, else Playwright's own, else Debian's; null when none can be had. */
export async function findBrowser(): Promise<string | null> {
  const found = lookAround();
  if (found !== null) return found;
  console.log("No browser is here: trying Playwright's own installer …");
  const cli = createRequire(import.meta.url).resolve("@playwright/test/cli");
  await runCommand(process.execPath, [cli, "install", "chromium"], { timeoutMs: installMs });
  const installed = lookAround();
  if (installed !== null) return installed;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    console.log("That did not work: installing Debian's with apt-get, as root …");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await runCommand("apt-get", ["update", "-q"], { timeoutMs: installMs, env });
    await runCommand("apt-get", ["install", "-y", "-q", "--no-install-recommends", debianPackage], {
      timeoutMs: installMs,
      env,
    });
  }
  return lookAround();
}

function lookAround(): string | null {
  const candidates = [process.env.CHROMIUM_PATH, ...places, chromium.executablePath()];
  for (const path of candidates) {
    if (path && existsSync(path) && spawnSync(path, ["--version"]).status === 0) return path;
  }
  return null;
}
