import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { LoadResult } from "./load.ts";
import { countStored, startBare, startDatabase, startLoad, startProduct } from "./product.ts";

// Our server with every scan recorded against a bare node:http server that gives the same answer:
// one run, alternating, medians of the rounds. Postgres and the load share the same cores.
const bars = { ratio: 0.4, p99Ms: 20, storedWithinMs: 2_000 };
const connections = 32;
const codes = 1_000;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "4" },
    profile: { type: "string" },
  },
});
const rounds = Number(values.rounds);
const ms = Number(values.seconds) * 1000;

const median = (list: number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
const perSecond = (result: LoadResult) => result.answered / result.seconds;
const rateOf = (result: LoadResult | undefined) => (result ? perSecond(result) : Number.NaN);
const line = (name: string, result: LoadResult) =>
  `  ${name.padEnd(5)} ${Math.round(perSecond(result)).toLocaleString("en").padStart(8)}/s   p50 ${result.p50Ms.toFixed(2)} ms   p99 ${result.p99Ms.toFixed(2)} ms`;

const database = await startDatabase(codes);
const pages = existsSync(new URL("../.next/BUILD_ID", import.meta.url)) ? [] : ["--redirects-only"];
const profiling = values.profile ? ["--cpu-prof", `--cpu-prof-dir=${values.profile}`] : [];
const ours = await startProduct(database.url, pages, profiling);
const bare = await startBare();
const load = startLoad();
const { slugs } = database;
let answered = 0;

async function measure(server: typeof ours, seed: number, forMs: number): Promise<LoadResult> {
  const result = await load.run({ port: server.port, connections, ms: forMs, slugs, seed });
  if (result.other > 0 || result.errors > 0) {
    throw new Error(`${result.other} other answers, ${result.errors} errors`);
  }
  if (server === ours) answered += result.answered;
  return result;
}

async function untilStored(): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const { totals } = await countStored(database.client);
    const afterMs = performance.now() - startedAt;
    if (totals === answered || afterMs > 5 * bars.storedWithinMs) return afterMs;
    await sleep(50);
  }
}

console.log(`redirects: ${connections} connections, ${codes} codes by Zipf, 500 agents, 2,000 addresses`);
await measure(bare, 1, 2_000);
await measure(ours, 1, 2_000);
await untilStored();

const results = { bare: [] as LoadResult[], ours: [] as LoadResult[], storedAfterMs: [] as number[] };
for (let round = 1; round <= rounds; round++) {
  const bareResult = await measure(bare, round, ms);
  const oursResult = await measure(ours, round, ms);
  results.storedAfterMs.push(await untilStored());
  results.bare.push(bareResult);
  results.ours.push(oursResult);
  console.log(`round ${round}\n${line("bare", bareResult)}\n${line("ours", oursResult)}`);
}
const stored = await countStored(database.client);
load.stop();
await ours.stop();
await bare.stop();
await database.stop();

const rate = { bare: median(results.bare.map(perSecond)), ours: median(results.ours.map(perSecond)) };
// Round by round: what else the machine was doing then slowed down both.
const ratio = median(results.ours.map((result, round) => perSecond(result) / rateOf(results.bare[round])));
const p99Ms = median(results.ours.map((result) => result.p99Ms));
const storedAfterMs = Math.max(...results.storedAfterMs);
const isExact = [stored.events, stored.daily, stored.totals].every((count) => count === answered);

console.log(`
bare      ${Math.round(rate.bare).toLocaleString("en")}/s   p99 ${median(results.bare.map((r) => r.p99Ms)).toFixed(2)} ms
ours      ${Math.round(rate.ours).toLocaleString("en")}/s   p99 ${p99Ms.toFixed(2)} ms
ratio     ${ratio.toFixed(2)}
answered  ${answered.toLocaleString("en")}
stored    ${stored.events.toLocaleString("en")} events, ${stored.daily.toLocaleString("en")} by day, ${stored.totals.toLocaleString("en")} in totals; equal ${Math.round(storedAfterMs)} ms after the end at the latest`);

const failures = [
  ratio < bars.ratio && `the ratio is below ${bars.ratio}`,
  p99Ms >= bars.p99Ms && `p99 is not under ${bars.p99Ms} ms`,
  !isExact && "stored is not answered",
  storedAfterMs > bars.storedWithinMs && `storing took longer than ${bars.storedWithinMs} ms`,
].filter(Boolean);
for (const failure of failures) console.log(`FAILED: ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;
