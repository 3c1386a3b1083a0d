import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../sandbox/prisma.ts";
import { buildProduct, generateClient } from "../../sandbox/up/build.ts";
import { browserAdvice, findBrowser } from "./browser.ts";
import { findRedisServer, redisAdvice } from "./redis.ts";
import { type Counts, readPlaywrightReport, readVitestReport } from "./reports.ts";
import { runCommand } from "./run-command.ts";

export type Outcome = Counts & { notRun?: string };
export type Step = { name: string; run: () => Promise<Outcome> };

const minute = 60_000;
const require = createRequire(import.meta.url);
const bin = (name: string) => join(root, "node_modules", ".bin", name);

const outcomeOf = (code: number): Outcome =>
  code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };

/** A check that passes or fails as a whole. */
async function check(command: string, parameters: string[]): Promise<Outcome> {
  return outcomeOf(await runCommand(command, parameters, { timeoutMs: 3 * minute }));
}

async function vitest(project: string, env: Record<string, string> = {}): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "dynamicqr-report-"));
  const report = join(folder, "report.json");
  try {
    const code = await runCommand(
      bin("vitest"),
      ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
      { timeoutMs: 10 * minute, env },
    );
    const counts = readVitestReport(report);
    // An error outside of any test fails the run, too.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withRedis(): Promise<Outcome> {
  const redis = await findRedisServer();
  if (redis !== null) return vitest("redis", { REDIS_SERVER_PATH: redis });
  console.log("These tests need a redis-server and were not run:");
  await runCommand(bin("vitest"), ["list", "--project", "redis"], { timeoutMs: minute });
  return { passed: 0, failed: 0, notRun: `no redis-server; install one with: ${redisAdvice}` };
}

async function journeys(): Promise<Outcome> {
  const cli = require.resolve("@playwright/test/cli");
  const browser = await findBrowser();
  if (browser === null) {
    console.log("These journeys need a browser and were not run:");
    await runCommand(process.execPath, [cli, "test", "--list", "--reporter=list"], { timeoutMs: minute });
    return { passed: 0, failed: 0, notRun: `no browser; install one with: ${browserAdvice}` };
  }
  const report = join(root, "test-results", "e2e.json");
  rmSync(report, { force: true });
  const code = await runCommand(process.execPath, [cli, "test"], {
    timeoutMs: 15 * minute,
    env: { CHROMIUM_PATH: browser },
  });
  const counts = readPlaywrightReport(report);
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** Everything that `npm test` runs, in this order: the quick first. */
export const steps: Step[] = [
  { name: "lint", run: () => check(bin("biome"), ["check", "."]) },
  {
    name: "types",
    run: async () => {
      await generateClient();
      const generated = await runCommand(bin("next"), ["typegen"], { timeoutMs: 2 * minute });
      return generated === 0 ? check(bin("tsc"), ["--noEmit"]) : outcomeOf(generated);
    },
  },
  { name: "translations", run: () => check(process.execPath, ["scripts/check-messages.ts"]) },
  { name: "architecture", run: () => check(process.execPath, ["scripts/architecture/check.ts"]) },
  { name: "unit", run: () => generateClient().then(() => vitest("unit")) },
  { name: "integration", run: () => generateClient().then(() => vitest("integration")) },
  { name: "redis", run: () => generateClient().then(withRedis) },
  {
    name: "build",
    run: async () => {
      await generateClient();
      await buildProduct();
      return { passed: 1, failed: 0 };
    },
  },
  { name: "e2e", run: journeys },
];
