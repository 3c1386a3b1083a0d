import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../sandbox/postgres/postgres.ts";
import { migrate } from "../sandbox/prisma.ts";
import { judgeAccess } from "../src/lib/entitlements/check-access.ts";
import { type AccessFacts, noFacts, resolve } from "../src/lib/entitlements/resolve.ts";
import { findAccessFacts } from "../src/lib/entitlements/store.ts";
import { pool } from "../src/platform/db/pool.ts";
import { db } from "../src/platform/db/prisma.ts";
import { dayMs } from "../src/shared/time.ts";

// What a check costs: the decision alone, on facts that are known, and with the facts read from
// Postgres, in one run on one machine, among so many other workspaces.
const bars = { decisionUs: 5 };
const workspaces = 20_000;
const rounds = { decisions: 400, perRound: 1_000, reads: 2_000 };

const folder = mkdtempSync(join(tmpdir(), "dynamicqr-bench-"));
chmodSync(folder, 0o755);
const postgres = await startPostgres({ folder, durable: false });

async function fill(): Promise<string> {
  await migrate(postgres.url());
  Object.assign(process.env, {
    APP_ENV: "local",
    APP_URL: "http://127.0.0.1:3000",
    APP_SECRET: `sandbox-${"test".repeat(10)}`,
    DATABASE_URL: postgres.url(),
    SUPABASE_URL: "http://127.0.0.1:9",
    SUPABASE_PUBLISHABLE_KEY: "sb_publishable_sandbox_test",
    SUPABASE_SECRET_KEY: "sb_secret_sandbox_test",
    LOG_LEVEL: "silent",
  });
  await pool().query(`
    INSERT INTO workspaces (name, trial_ends_at, updated_at)
      SELECT 'W', now() + interval '3 days', now() FROM generate_series(1, ${workspaces});
    INSERT INTO billing_customers (id, workspace_id, updated_at)
      SELECT 'cus_' || id, id, now() FROM workspaces;
    INSERT INTO subscriptions (id, workspace_id, customer_id, kind, status, price_id, tier, currency, quantity, started_at, details, updated_at)
      SELECT 'sub_' || id, id, 'cus_' || id, 'plan', 'active', 'price', 'premium', 'usd', 1, now(), '{}', now() FROM workspaces;
    INSERT INTO fee_waivers (workspace_id, tier, reason, granted_by) SELECT id, 'elite', 'r', 'b' FROM workspaces;
    INSERT INTO entitlement_overrides (workspace_id, effect, feature, reason, created_by)
      SELECT id, 'deny', 'insights', 'r', 'b' FROM workspaces;
    ANALYZE;`);
  return (await pool().query("SELECT id FROM workspaces OFFSET $1 LIMIT 1", [workspaces / 2])).rows[0].id;
}

const quantile = (list: number[], part: number) =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length * part)] ?? 0;

function print(what: string, us: number[]): number {
  const medianUs = quantile(us, 0.5);
  const figures = [medianUs, quantile(us, 0.95)].map((value) => value.toFixed(2).padStart(9));
  console.log(`  ${what.padEnd(46)} median ${figures[0]} µs   p95 ${figures[1]} µs`);
  return medianUs;
}

/** One value a thousand decisions: a single one is shorter than the clock can tell. */
function measureDecisions(what: string, decide: () => unknown): number {
  const us: number[] = [];
  for (let round = -50; round < rounds.decisions; round++) {
    const started = performance.now();
    for (let turn = 0; turn < rounds.perRound; turn++) decide();
    if (round >= 0) us.push(((performance.now() - started) * 1_000) / rounds.perRound);
  }
  return print(what, us);
}

async function measureReads(workspaceId: string): Promise<void> {
  const us: number[] = [];
  for (let round = -200; round < rounds.reads; round++) {
    const started = performance.now();
    resolve(await findAccessFacts(db(), workspaceId), new Date());
    if (round >= 0) us.push((performance.now() - started) * 1_000);
  }
  print("read from Postgres and decided", us);
}

let isWithin = true;
try {
  const workspaceId = await fill();
  console.log(`entitlements, ${workspaces.toLocaleString("en")} workspaces in the database`);
  const now = new Date();
  const trial: AccessFacts = { ...noFacts, trialEndsAt: new Date(now.getTime() + dayMs) };
  const full = await findAccessFacts(db(), workspaceId);
  const medians = [
    measureDecisions("decided: Free", () => resolve(noFacts, now)),
    measureDecisions("decided: a trial", () => resolve(trial, now)),
    measureDecisions("decided: waiver, plan, trial and an override", () => resolve(full, now)),
    measureDecisions("the same, asked for one feature", () => judgeAccess(resolve(full, now), "insights")),
  ];
  await measureReads(workspaceId);
  isWithin = medians.every((medianUs) => medianUs < bars.decisionUs);
  console.log(`  bar: a decision in under ${bars.decisionUs} µs: ${isWithin ? "held" : "MISSED"}`);
} finally {
  await pool().end();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(isWithin ? 0 : 1);
