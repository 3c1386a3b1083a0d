import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, parseEnv } from "node:util";
import pg from "pg";
import { listUsers } from "#lib/console/users/list-users.ts";
import { usersQuery } from "#lib/console/users/users-validation.ts";
import { db } from "#platform/db/prisma.ts";
import { seedLarge } from "../prisma/seed/large/seed-large.ts";
import { root } from "../sandbox/prisma.ts";
import { startServerProcess } from "../sandbox/testing/server-process.ts";
import { startWholeProduct } from "../sandbox/testing/whole-product.ts";
import { consoleAddresses, nastyTerms } from "./console-addresses.ts";
import { signIn } from "./sign-in.ts";
import { quantile } from "./stage.ts";

// The console with the data of a large operator, as an admin's browser asks for it: the whole answer of
// the production build, one request after the other. And the search of users by itself, for terms that
// are common, rare, short or nothing at all.
const bars = { pageMs: 300, searchMs: 50 };

const { values } = parseArgs({
  options: {
    profiles: { type: "string", default: "1000000" },
    requests: { type: "string", default: "15" },
    /** The sandbox.env of a stack that runs and is seeded; else one is started and filled. */
    running: { type: "string" },
  },
});
const requests = Number(values.requests);
const profiles = Number(values.profiles);

// Nothing but the pages is to have work to do.
const product = values.running ? null : await startWholeProduct({ JOBS_MODE: "inline" });
const variables = parseEnv(readFileSync(values.running ?? product?.envFile ?? "", "utf8"));
function variable(name: string): string {
  const value = variables[name];
  if (!value) throw new Error(`${name} is missing in sandbox.env`);
  return value;
}

/** The addresses of all the console's pages, as the folders say. */
function listPages(): string[] {
  const folder = join(root, "src/app/[locale]/admin");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("page.tsx"))
    .map((file) => `/admin/${file.replaceAll("\\", "/").replace(/\/?page[.]tsx$/, "")}`.replace(/\/$/, ""))
    .sort();
}

type Times = { medianMs: number; p95Ms: number };

async function measure(count: number, work: () => Promise<unknown>): Promise<Times> {
  const times: number[] = [];
  for (let turn = -3; turn < count; turn++) {
    const started = performance.now();
    await work();
    // The first ones warm up.
    if (turn >= 0) times.push(performance.now() - started);
  }
  return { medianMs: quantile(times, 0.5), p95Ms: quantile(times, 0.95) };
}

let isWithin = true;
function print(what: string, { medianMs, p95Ms }: Times, barMs: number): void {
  const figures = `median ${medianMs.toFixed(1).padStart(7)} ms   p95 ${p95Ms.toFixed(1).padStart(7)} ms`;
  if (medianMs >= barMs) isWithin = false;
  console.log(`  ${what.slice(0, 72).padEnd(72)} ${figures}${medianMs < barMs ? "" : "   MISSED"}`);
}

async function measurePages(pool: pg.Pool, url: string, cookie: string): Promise<void> {
  for (const path of await consoleAddresses(pool, listPages())) {
    const times = await measure(requests, async () => {
      const answer = await fetch(url + path, { headers: { cookie }, redirect: "manual" });
      await answer.text();
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    });
    print(path, times, bars.pageMs);
  }
}

async function measureSearch(): Promise<void> {
  // SAFETY: the list asks nothing of the viewer but whether they are an admin.
  const viewer = { platformRole: "ADMIN", secondFactorAt: new Date() } as Parameters<typeof listUsers>[1];
  for (const q of nastyTerms) {
    const query = usersQuery.parse({ q });
    print(`search “${q}”`, await measure(requests, () => listUsers(db(), viewer, query)), bars.searchMs);
  }
}

const pool = new pg.Pool({ connectionString: variable("DATABASE_URL"), max: 1 });
const server = await startServerProcess({
  ...variables,
  LOG_LEVEL: "fatal",
  JOBS_MODE: "inline",
  // How admins prove who they are is not what is measured.
  ADMIN_SECOND_FACTOR: "off",
});
try {
  console.log(`console: ${profiles.toLocaleString("en")} profiles, ${requests} requests each`);
  await seedLarge(variable("DATABASE_URL"), profiles, new Date(), ({ step, done, count }) => {
    if (done === count) console.log(`  made ${step}`);
  });
  const cookie = await signIn(
    { url: variable("SUPABASE_URL"), publishableKey: variable("SUPABASE_PUBLISHABLE_KEY") },
    { email: variable("DEMO_ADMIN_EMAIL"), password: variable("DEMO_ADMIN_PASSWORD") },
  );
  await measurePages(pool, server.url, cookie);
  Object.assign(process.env, variables, { ADMIN_SECOND_FACTOR: "off", LOG_LEVEL: "fatal" });
  await measureSearch();
  console.log(
    `  bars: every page in under ${bars.pageMs} ms, every search in under ${bars.searchMs} ms: ${isWithin ? "held" : "MISSED"}`,
  );
} finally {
  await server.stop();
  await pool.end();
  await product?.stop();
}
process.exit(isWithin ? 0 : 1);
