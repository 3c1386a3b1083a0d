import { PrismaPg } from "@prisma/adapter-pg";
import pg, { type Client } from "pg";
import { sweepProjection } from "../../../src/lib/entitlements/projection.ts";
import { PrismaClient } from "../../../src/platform/db/generated/client.ts";
import { isSandbox } from "../../../src/platform/db/marker.ts";
import { largeSteps, type Step } from "./steps.ts";

export type Progress = { step: string; done: number; count: number };

/** How many there are to be, and the day that everything is dated from; kept for a run that goes on. */
type Plan = { profiles: number; day: Date };

/**
 * Fills a local stand-in with as much as a large operator has. The same number makes the same rows.
 * One that was interrupted goes on where it stopped; whoever has it all is left alone.
 * @returns false when there was nothing to do
 * @throws Error for any other database, and for one that was begun with another number
 */
export async function seedLarge(
  address: string,
  profiles: number,
  now: Date,
  tell: (progress: Progress) => void,
): Promise<boolean> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    if (!(await fill(client, profiles, now, tell))) return false;
    await projectPlans(address, now);
    return true;
  } finally {
    await client.end();
  }
}

async function fill(
  client: Client,
  profiles: number,
  now: Date,
  tell: (progress: Progress) => void,
): Promise<boolean> {
  if (!(await isSandbox(client))) {
    throw new Error("This database is not a local stand-in: it has no marker row. Nothing was seeded");
  }
  const plan = await keepPlan(client, profiles, now);
  let hasWorked = false;
  for (const step of largeSteps(plan.profiles)) {
    if (await runStep(client, step, plan, tell)) hasWorked = true;
  }
  if (hasWorked) await settle(client);
  return hasWorked;
}

async function keepPlan(client: Client, profiles: number, now: Date): Promise<Plan> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS sandbox.large_plan (is_only BOOLEAN PRIMARY KEY DEFAULT true, profiles INT, day TIMESTAMPTZ);
    CREATE TABLE IF NOT EXISTS sandbox.large_steps (name TEXT PRIMARY KEY, done INT NOT NULL)`);
  const day = new Date(now.toISOString().slice(0, 10));
  await client.query(
    "INSERT INTO sandbox.large_plan (profiles, day) VALUES ($1, $2) ON CONFLICT DO NOTHING",
    [profiles, day],
  );
  const { rows } = await client.query<Plan>("SELECT profiles, day FROM sandbox.large_plan");
  const [plan] = rows;
  if (!plan) throw new Error("the plan of the seed vanished");
  if (plan.profiles !== profiles) {
    throw new Error(`This database was begun with ${plan.profiles} profiles. Nothing was seeded`);
  }
  return plan;
}

async function runStep(
  client: Client,
  step: Step,
  { day }: Plan,
  tell: (progress: Progress) => void,
): Promise<boolean> {
  const { name, count, perBatch } = step;
  const { rows } = await client.query<{ done: number }>(
    "SELECT done FROM sandbox.large_steps WHERE name = $1",
    [name],
  );
  const from = rows[0]?.done ?? 0;
  for (let done = from; done < count; ) {
    const until = Math.min(done + perBatch, count);
    await runBatch(client, step, [done + 1, until, day]);
    done = until;
    tell({ step: name, done, count });
  }
  return from < count;
}

async function runBatch(client: Client, step: Step, numbers: [number, number, Date]): Promise<void> {
  // Postgres refuses a parameter that nothing mentions.
  const write = (statement: string) =>
    client.query(statement, numbers.slice(0, statement.includes("$3") ? 3 : 2));
  await client.query("BEGIN");
  try {
    if (step.copied) {
      await client.query("SET LOCAL session_replication_role = replica");
      for (const statement of step.copied) await write(statement);
      await client.query("SET LOCAL session_replication_role = origin");
    }
    for (const statement of step.statements) await write(statement);
    await client.query(
      "INSERT INTO sandbox.large_steps VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET done = EXCLUDED.done",
      [step.name, numbers[1]],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

/** Whoever has more than a trial is due: the product's own decision says what they have. */
async function projectPlans(address: string, now: Date): Promise<void> {
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: address }) });
  await sweepProjection(db, now);
  await db.$disconnect();
}

/**
 * The local Stripe has none of these customers: the nightly comparison would take each for deleted,
 * so it is put off by its day. Plans of queries are made from what is there now.
 */
async function settle(client: Client): Promise<void> {
  await client.query(`INSERT INTO billing_cursors (name, position, updated_at)
    VALUES ('reconciliation.last', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), now())
    ON CONFLICT (name) DO UPDATE SET position = EXCLUDED.position`);
  await client.query("VACUUM ANALYZE");
}
