import { randomInt } from "node:crypto";
import { join } from "node:path";
import { root } from "../../sandbox/prisma.ts";
import { buildProduct, generateClient } from "../../sandbox/up/build.ts";
import { findRedisServer, redisAdvice } from "./redis.ts";
import { runCommand } from "./run-command.ts";
import type { Outcome, Step } from "./steps.ts";

const minute = 60_000;
/** How often each law is tried with drawn input; `npm test` tries a hundred. */
const propertyRuns = 20_000;
/** How often the server is stopped under load. */
const stops = 10;
const memoryMinutes = 10;
/** Each storm is drawn from a seed of its own. */
const storms = 10;

const vitest = join(root, "node_modules", ".bin", "vitest");
const outcomeOf = (code: number): Outcome =>
  code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };

async function bench(
  file: string,
  parameters: string[],
  timeoutMs: number,
  env: Record<string, string> = {},
): Promise<Outcome> {
  return outcomeOf(
    await runCommand(process.execPath, [join(root, "bench", file), ...parameters], { timeoutMs, env }),
  );
}

/** The same laws as in `npm test`, with many more inputs, from a seed that is printed. */
async function properties(): Promise<Outcome> {
  const seed = randomInt(2 ** 31);
  console.log(`seed ${seed}, ${propertyRuns.toLocaleString("en")} inputs a law`);
  const env = { PROPERTY_RUNS: String(propertyRuns), PROPERTY_SEED: String(seed) };
  return outcomeOf(
    await runCommand(vitest, ["run", "--project", "unit", "src"], { timeoutMs: 20 * minute, env }),
  );
}

async function stopsUnderLoad(): Promise<Outcome> {
  const counts = { passed: 0, failed: 0 };
  for (let turn = 1; turn <= stops; turn++) {
    const code = await runCommand(vitest, ["run", "--project", "integration", "src/server/main"], {
      timeoutMs: 3 * minute,
    });
    counts[code === 0 ? "passed" : "failed"]++;
  }
  return counts;
}

/** One of `sandbox/drills` in its full size, from a seed that it prints. */
function drill(name: string, timeoutMs: number, env: Record<string, string> = {}): Promise<number> {
  const parameters = ["run", "--project", "integration", `sandbox/drills/${name}`];
  return runCommand(vitest, parameters, { timeoutMs, env: { DRILL_SIZE: "full", ...env } });
}

function drillOnce(name: string, minutes: number): Step["run"] {
  return async () => outcomeOf(await drill(name, minutes * minute));
}

/** The webhook's storm, with the real server on the production build as the worker that dies. */
async function stormsOfDeliveries(): Promise<Outcome> {
  const counts = { passed: 0, failed: 0 };
  for (let turn = 1; turn <= storms; turn++) {
    const code = await drill("storm", 20 * minute, { DRILL_SERVER: "product" });
    counts[code === 0 ? "passed" : "failed"]++;
  }
  return counts;
}

/** A proof of our sources: they load only with Prisma's client. */
function onSources(run: Step["run"]): Step["run"] {
  return async () => {
    await generateClient();
    return run();
  };
}

/** A proof of the production build, which is not to be made on the proof's own time. */
function onBuild(run: Step["run"]): Step["run"] {
  return onSources(async () => {
    await buildProduct();
    return run();
  });
}

async function redisAway(): Promise<Outcome> {
  const redis = await findRedisServer();
  if (redis !== null) return bench("redis-away.ts", [], 15 * minute, { REDIS_SERVER_PATH: redis });
  return { passed: 0, failed: 0, notRun: `no redis-server; install one with: ${redisAdvice}` };
}

/** The heavy proofs of `npm run test:long`, each bounded in time; any of them runs alone on a fresh clone. */
export const longSteps: Step[] = [
  { name: "properties", run: onSources(properties) },
  { name: "stops", run: onSources(stopsUnderLoad) },
  { name: "redirect", run: onBuild(() => bench("redirect.ts", [], 5 * minute)) },
  { name: "dashboard", run: onBuild(() => bench("dashboard.ts", [], 10 * minute)) },
  { name: "console", run: onBuild(() => bench("console.ts", [], 45 * minute)) },
  { name: "storms", run: onBuild(stormsOfDeliveries) },
  { name: "tabs", run: onSources(drillOnce("one-of-many", 15)) },
  { name: "last-slot", run: onSources(drillOnce("last-slot", 30)) },
  { name: "walks", run: onSources(drillOnce("walks", 190)) },
  { name: "ailing", run: onSources(drillOnce("ailing-stripe", 15)) },
  { name: "redemptions", run: onSources(drillOnce("redemptions", 15)) },
  { name: "webhooks", run: onBuild(() => bench("webhooks.ts", [], 15 * minute)) },
  { name: "slow-stripe", run: onBuild(() => bench("slow-stripe.ts", [], 20 * minute)) },
  { name: "redis-away", run: onBuild(redisAway) },
  {
    name: "memory",
    run: onBuild(() =>
      bench("redirect-memory.ts", ["--minutes", String(memoryMinutes)], (memoryMinutes + 5) * minute),
    ),
  },
];
