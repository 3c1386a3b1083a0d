import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../sandbox/postgres/postgres.ts";
import { migrate } from "../sandbox/prisma.ts";
import { startRedisServer } from "../sandbox/testing/redis-server.ts";
import { RedisAnswers } from "../src/lib/entitlements/cache/redis-answers.ts";
import { judgeAccess } from "../src/lib/entitlements/check-access.ts";
import { type Asker, gatekeeper } from "../src/lib/entitlements/gatekeeper.ts";
import { getEffectivePlan } from "../src/lib/entitlements/get-effective-plan.ts";
import { type AccessFacts, noFacts, resolve } from "../src/lib/entitlements/resolve.ts";
import { findAccessFacts } from "../src/lib/entitlements/store.ts";
import { pool } from "../src/platform/db/pool.ts";
import { db } from "../src/platform/db/prisma.ts";
import { createRedis } from "../src/platform/redis/redis.ts";
import { dayMs } from "../src/shared/time.ts";

// What a check costs: the decision alone, on facts that are known, and the whole answer from memory,
// from Redis and from Postgres, in one run on one machine, among so many other workspaces.
const bars = { decisionUs: 5, memoryUs: 20 };
const workspaces = 20_000;
const rounds = { decisions: 400, perRound: 1_000, answers: 2_000 };

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

/** Each way in its turn, so that whatever else the machine does falls on all of them alike. */
async function measureAnswers(ways: Record<string, () => Promise<unknown>>): Promise<number[]> {
  const us = new Map(Object.keys(ways).map((name) => [name, [] as number[]]));
  for (let round = -200; round < rounds.answers; round++) {
    for (const [name, ask] of Object.entries(ways)) {
      const started = performance.now();
      const answer = await ask();
      if (answer === null) throw new Error(`no answer ${name}`);
      if (round >= 0) us.get(name)?.push((performance.now() - started) * 1_000);
    }
  }
  return [...us].map(([name, list]) => print(`answered ${name}`, list));
}

/** A question for one feature, as a page asks it, wherever the answer is found. */
async function compareAnswers(workspaceId: string): Promise<number> {
  const { rows } = await pool().query("SELECT entitlement_version FROM workspaces WHERE id = $1", [
    workspaceId,
  ]);
  const version: number = rows[0].entitlement_version;
  const profileId = randomUUID();
  const asker: Asker = { profileId, workspace: { id: workspaceId, entitlementVersion: version } };
  const redisServer = await startRedisServer();
  const redis = createRedis(redisServer.url, { connectTimeoutMs: 1_000, maxRetries: 1 });
  const shared = new RedisAnswers(redis, true);
  try {
    await once(redis.client, "ready");
    const resolvedAt = new Date();
    const entitlements = await gatekeeper().getEntitlements(asker, resolvedAt);
    await shared.keep(workspaceId, profileId, { version, resolvedAt, entitlements });
    const [memory = 0, fromRedis = 0, postgres = 0] = await measureAnswers({
      "from memory": () => gatekeeper().checkAccess(asker, "insights", new Date()),
      "from Redis": () => shared.find(workspaceId, profileId, version, new Date()),
      "from Postgres, uncached": () => getEffectivePlan(db(), workspaceId, profileId, new Date()),
    });
    const times = (one: number) => `${(postgres / one).toFixed(1)} times`;
    console.log(`  against Postgres: memory ${times(memory)}, Redis ${times(fromRedis)} as quick`);
    return memory;
  } finally {
    redis.close();
    await redisServer.stop();
  }
}

let isWithin = true;
function judge(bar: string, isHeld: boolean): void {
  if (!isHeld) isWithin = false;
  console.log(`  bar: ${bar}: ${isHeld ? "held" : "MISSED"}`);
}

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
  const memoryUs = await compareAnswers(workspaceId);
  judge(
    `a decision in under ${bars.decisionUs} µs`,
    medians.every((us) => us < bars.decisionUs),
  );
  judge(`an answer from memory in under ${bars.memoryUs} µs`, memoryUs < bars.memoryUs);
} finally {
  await pool().end();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(isWithin ? 0 : 1);
