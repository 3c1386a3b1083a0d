import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { countStored, startDatabase, startLoad, startProduct } from "./product.ts";

// The server's memory under redirects at half its greatest rate: after two minutes, and at the
// end, where it may be at most 1.15 times as much. Linux only: it reads /proc.
const bar = 1.15;
const warmMinutes = 2;
const connections = 32;

const { values } = parseArgs({ options: { minutes: { type: "string", default: "10" } } });
const minutes = Math.max(Number(values.minutes), warmMinutes + 1);

function residentMiB(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
}

const database = await startDatabase(1_000);
const pages = existsSync(new URL("../.next/BUILD_ID", import.meta.url)) ? [] : ["--redirects-only"];
const server = await startProduct(database.url, pages);
const load = startLoad();
const order = { port: server.port, connections, slugs: database.slugs };

console.log(`at rest ${residentMiB(server.process.pid).toFixed(0)} MiB`);
const greatest = await load.run({ ...order, ms: 5_000, seed: 1 });
const rate = greatest.answered / greatest.seconds / 2;
console.log(`half of the greatest rate: ${Math.round(rate).toLocaleString("en")}/s for ${minutes} minutes`);

let answered = greatest.answered;
const samples: number[] = [];
for (let minute = 1; minute <= minutes; minute++) {
  const result = await load.run({ ...order, ms: 60_000, seed: minute, rate });
  answered += result.answered;
  samples.push(residentMiB(server.process.pid));
  const mib = samples.at(-1)?.toFixed(0);
  console.log(
    `minute ${minute}: ${mib} MiB, ${Math.round(result.answered / result.seconds).toLocaleString("en")}/s`,
  );
}
await sleep(2_000);
const stored = await countStored(database.client);
load.stop();
await server.stop();
await database.stop();

const growth = (samples.at(-1) ?? 0) / (samples[warmMinutes - 1] ?? 1);
console.log(`growth ${growth.toFixed(2)}, answered ${answered}, stored ${stored.events}`);
if (growth > bar || stored.events !== answered) {
  console.log(growth > bar ? `FAILED: more than ${bar}` : "FAILED: stored is not answered");
  process.exitCode = 1;
}
