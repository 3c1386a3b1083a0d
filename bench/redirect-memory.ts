import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { countStored, startDatabase, startLoad, startProduct } from "./product.ts";

// The server's memory under redirects at half its greatest rate: after two minutes, and at the
// end, where it may be at most 1.15 times as much; at rest 512 MiB. Linux only: it reads /proc.
const bar = 1.15;
const atRestBarMiB = 512;
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

const atRest = residentMiB(server.process.pid);
console.log(`at rest ${atRest.toFixed(0)} MiB`);
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
const failures = [
  ...(atRest > atRestBarMiB ? [`more than ${atRestBarMiB} MiB at rest`] : []),
  ...(growth > bar ? [`growth of more than ${bar}`] : []),
  ...(stored.events !== answered ? ["stored is not answered"] : []),
];
for (const failure of failures) console.log(`FAILED: ${failure}`);
if (failures.length > 0) process.exitCode = 1;
