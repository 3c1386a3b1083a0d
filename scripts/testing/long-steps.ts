import { randomInt } from "node:crypto";
import { join } from "node:path";
import { root } from "../../sandbox/prisma.ts";
import { buildProduct, generateClient } from "../../sandbox/up/build.ts";
import { runCommand } from "./run-command.ts";
import type { Outcome, Step } from "./steps.ts";

const minute = 60_000;
/** How often each law is tried with drawn input; `npm test` tries a hundred. */
const propertyRuns = 20_000;
/** How often the server is stopped under load. */
const stops = 10;
const memoryMinutes = 10;

const vitest = join(root, "node_modules", ".bin", "vitest");
const outcomeOf = (code: number): Outcome =>
  code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };

async function bench(file: string, parameters: string[], timeoutMs: number): Promise<Outcome> {
  return outcomeOf(
    await runCommand(process.execPath, [join(root, "bench", file), ...parameters], { timeoutMs }),
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

/** The heavy proofs of `npm run test:long`, each bounded in time. */
export const longSteps: Step[] = [
  { name: "properties", run: () => generateClient().then(properties) },
  { name: "stops", run: stopsUnderLoad },
  {
    name: "redirect",
    run: async () => {
      await buildProduct();
      return bench("redirect.ts", [], 5 * minute);
    },
  },
  { name: "dashboard", run: () => bench("dashboard.ts", [], 10 * minute) },
  {
    name: "memory",
    run: () =>
      bench("redirect-memory.ts", ["--minutes", String(memoryMinutes)], (memoryMinutes + 5) * minute),
  },
];
