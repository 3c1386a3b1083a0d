import { type Prisma, sql } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import type { CountedMeter } from "./meters.ts";
import { billingDayOf, dayOf, type PaidPeriod, type Period, periodAt } from "./period.ts";

/** A counter of one workspace, meter and period. */
export type Place = { workspaceId: string; meter: CountedMeter; period: Period };
export type Counter = { used: number; limitReachedAt: Date | null };

/** How often, and for how long, a key stands for the same use. */
const mostRepeats = 20;
const repeatsWithinMs = dayMs;

/** Statuses of a plan that is billed. */
const liveStatuses = ["active", "trialing", "past_due"];

type Billing = { createdAt: Date; currency: string | null } & PaidPeriod;

/**
 * What is known of how the workspace is billed: its live plan, if it has one.
 * @throws Error when there is no such workspace
 */
export async function findBilling(db: Prisma, workspaceId: string): Promise<Billing> {
  const [row] = await db.$queryRaw<Billing[]>(sql`
    SELECT w.created_at AS "createdAt", s.currency, s.period_start AS "periodStart", s.period_end AS "periodEnd"
    FROM workspaces w LEFT JOIN LATERAL (
      SELECT s.currency, s.period_start, s.period_end FROM subscriptions s
      WHERE s.workspace_id = w.id AND s.kind = 'plan' AND s.status = ANY(${liveStatuses})
        AND s.set_aside_reason IS DISTINCT FROM 'second_plan'
      ORDER BY s.started_at DESC, s.id LIMIT 1) s ON true
    WHERE w.id = ${workspaceId}::uuid`);
  if (!row) throw new Error("the workspace is not there");
  return row;
}

/** The workspace's month of usage that an instant is in. */
export async function findPeriod(db: Prisma, workspaceId: string, at: Date): Promise<Period> {
  return periodAt(billingDayOf(await findBilling(db, workspaceId)), at);
}

/**
 * Locks the counter until the transaction ends. One that is not there yet, because the period is
 * new or begins on another day since, begins with what the records say.
 */
export async function lockCounter(tx: Prisma, place: Place, now: Date): Promise<Counter> {
  const counter = await findCounterForUpdate(tx, place);
  if (counter) return counter;
  const { workspaceId, meter, period } = place;
  await tx.$executeRaw(sql`
    INSERT INTO usage_counters (workspace_id, meter, period_start, used, updated_at)
    SELECT ${workspaceId}::uuid, ${meter}, ${period.start}, count(*), ${now} FROM usage_events e
    WHERE e.workspace_id = ${workspaceId}::uuid AND e.meter = ${meter}
      AND e.at >= ${period.start} AND e.at < ${period.end}
    ON CONFLICT DO NOTHING`);
  const made = await findCounterForUpdate(tx, place);
  if (!made) throw new Error("a counter that was made is not there");
  return made;
}

/** The counters of a period, by meter; what was not used yet has none. */
export async function listCounters(
  db: Prisma,
  workspaceId: string,
  { start }: Period,
): Promise<Map<string, Counter>> {
  const rows = await db.usageCounter.findMany({
    where: { workspaceId, periodStart: start },
    select: { meter: true, used: true, limitReachedAt: true },
  });
  return new Map(rows.map(({ meter, ...counter }) => [meter, counter]));
}

async function findCounterForUpdate(
  tx: Prisma,
  { workspaceId, meter, period }: Place,
): Promise<Counter | undefined> {
  const [counter] = await tx.$queryRaw<Counter[]>(sql`
    SELECT used, limit_reached_at AS "limitReachedAt" FROM usage_counters
    WHERE workspace_id = ${workspaceId}::uuid AND meter = ${meter} AND period_start = ${period.start}
    FOR UPDATE`);
  return counter;
}

/** Notes down that a use came again. @returns false for one that has to be counted */
export async function repeatUse(
  tx: Prisma,
  { workspaceId, meter }: Place,
  key: string,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.usageEvent.updateMany({
    where: {
      workspaceId,
      meter,
      key,
      at: { gt: new Date(now.getTime() - repeatsWithinMs) },
      repeats: { lt: mostRepeats },
    },
    data: { repeats: { increment: 1 } },
  });
  return count > 0;
}

/**
 * Adds one use to the records, its day and its counter, which is locked by `lockCounter`. A key that
 * stood for another use before is not used again.
 */
export async function addUse(
  tx: Prisma,
  { workspaceId, meter, period }: Place,
  { key, limitReachedAt }: { key: string; limitReachedAt: Date | null },
  now: Date,
): Promise<void> {
  await tx.$executeRaw(sql`
    WITH recorded AS (
      INSERT INTO usage_events (workspace_id, meter, key, at)
      SELECT ${workspaceId}::uuid, ${meter}, CASE WHEN EXISTS (
          SELECT FROM usage_events e
          WHERE e.workspace_id = ${workspaceId}::uuid AND e.meter = ${meter} AND e.key = ${key})
        THEN gen_random_uuid()::text ELSE ${key} END, ${now}
    ), summed AS (
      INSERT INTO usage_daily (workspace_id, meter, day, used)
      VALUES (${workspaceId}::uuid, ${meter}, ${dayOf(now)}::date, 1)
      ON CONFLICT (workspace_id, meter, day) DO UPDATE SET used = usage_daily.used + 1
    )
    UPDATE usage_counters SET used = used + 1, limit_reached_at = ${limitReachedAt}, updated_at = ${now}
    WHERE workspace_id = ${workspaceId}::uuid AND meter = ${meter} AND period_start = ${period.start}`);
}
