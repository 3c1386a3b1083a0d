import { type Prisma, sql } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";

export type EndingTrial = { workspaceId: string; days: number; endsAt: Date };
export type EndingPlan = { workspaceId: string; subscriptionId: string; tier: string | null; endsAt: Date };

type Part = { passed: number; most: number };

/** One person of those who look after a workspace has not been told yet; see `mailKey`. */
const untold = (kind: string, about: ReturnType<typeof sql>) => sql`
  w.closed_at IS NULL AND EXISTS (
    SELECT FROM workspace_members m JOIN profiles p ON p.id = m.profile_id AND p.erased_at IS NULL
    WHERE m.workspace_id = w.id AND m.role IN ('OWNER', 'ADMIN')
      AND NOT EXISTS (SELECT FROM mails WHERE key = ${`${kind}:`} || ${about} || ':' || m.profile_id))`;

const milliseconds = (instant: ReturnType<typeof sql>) =>
  sql`(extract(epoch FROM ${instant}) * 1000)::bigint`;

/**
 * Trials that end within three days, or within one, of which somebody is still to be told. Of the
 * two the nearer counts: who was not told in time of three days is told of one.
 */
export function listEndingTrials(db: Prisma, now: Date, { passed, most }: Part): Promise<EndingTrial[]> {
  const [tomorrow, soon] = [new Date(now.getTime() + dayMs), new Date(now.getTime() + 3 * dayMs)];
  const days = sql`CASE WHEN w.trial_ends_at <= ${tomorrow} THEN 1 ELSE 3 END`;
  const about = sql`w.id || ':' || ${days} || ':' || ${milliseconds(sql`w.trial_ends_at`)}`;
  return db.$queryRaw<EndingTrial[]>(sql`
    SELECT w.id AS "workspaceId", ${days} AS days, w.trial_ends_at AS "endsAt" FROM workspaces w
    WHERE w.trial_ends_at > ${now} AND w.trial_ends_at <= ${soon} AND ${untold("trial_ending", about)}
      AND NOT EXISTS (
        SELECT FROM subscriptions s WHERE s.workspace_id = w.id AND s.kind = 'plan' AND s.tier IS NOT NULL
          AND (s.status IN ('active', 'trialing') OR s.status = 'past_due' AND s.grace_until > ${now}))
    ORDER BY w.trial_ends_at, w.id LIMIT ${most} OFFSET ${passed}`);
}

/**
 * Cancelled plans that end within three days, of which somebody is still to be told. Whoever has
 * cancelled within the last day was told then.
 */
export function listEndingPlans(db: Prisma, now: Date, { passed, most }: Part): Promise<EndingPlan[]> {
  const [yesterday, soon] = [new Date(now.getTime() - dayMs), new Date(now.getTime() + 3 * dayMs)];
  const about = sql`s.id || ':' || ${milliseconds(sql`s.cancel_at`)}`;
  return db.$queryRaw<EndingPlan[]>(sql`
    SELECT w.id AS "workspaceId", s.id AS "subscriptionId", s.tier, s.cancel_at AS "endsAt"
    FROM subscriptions s JOIN workspaces w ON w.id = s.workspace_id
    WHERE s.kind = 'plan' AND s.status IN ('active', 'trialing') AND s.tier IS NOT NULL
      AND s.set_aside_reason IS NULL AND s.cancel_at > ${now} AND s.cancel_at <= ${soon}
      AND (s.canceled_at IS NULL OR s.canceled_at <= ${yesterday}) AND ${untold("plan_ending", about)}
    ORDER BY s.cancel_at, s.id LIMIT ${most} OFFSET ${passed}`);
}
