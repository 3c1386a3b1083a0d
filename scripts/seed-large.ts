import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, parseEnv } from "node:util";
import { type Progress, seedLarge } from "../prisma/seed/large/seed-large.ts";
import { root } from "../sandbox/prisma.ts";

/** The data of a large operator, in the local stand-in that runs: the one of DATABASE_URL, or of DATA_DIR. */
const { values } = parseArgs({ options: { profiles: { type: "string", default: "1000000" } } });
const profiles = Number(values.profiles);
const barLength = 30;

function findAddress(): string {
  const file = join(process.env.DATA_DIR ?? join(root, ".data"), "sandbox.env");
  const address =
    process.env.DATABASE_URL ??
    (existsSync(file) ? parseEnv(readFileSync(file, "utf8")).DATABASE_URL : undefined);
  if (!address) throw new Error("Nothing runs here: start `npm run up`, or set DATABASE_URL");
  return address;
}

const started = performance.now();

/** One line that is written over on a screen; elsewhere a line for each tenth of a step. */
function tell({ step, done, count }: Progress): void {
  const share = done / count;
  const bar = "#".repeat(Math.round(share * barLength)).padEnd(barLength, "·");
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const line = `${step.padEnd(12)} [${bar}] ${done.toLocaleString("en").padStart(9)} / ${count.toLocaleString("en")}  ${seconds} s`;
  if (process.stdout.isTTY) process.stdout.write(`\r${line}\u001b[K${done === count ? "\n" : ""}`);
  else if (done === count || Math.floor(share * 10) > Math.floor(lastShare * 10)) console.log(line);
  lastShare = done === count ? 0 : share;
}
let lastShare = 0;

try {
  if (!Number.isInteger(profiles) || profiles < 1) throw new Error("--profiles has to be a number");
  const hasWorked = await seedLarge(findAddress(), profiles, new Date(), tell);
  console.log(hasWorked ? "All of it is there." : "All of it was there already; nothing was done.");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
