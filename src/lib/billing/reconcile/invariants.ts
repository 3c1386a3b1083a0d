import { findMisprojected } from "#lib/entitlements/projection.ts";
import { type Prisma, sql } from "#platform/db/prisma.ts";
import { minuteMs } from "#shared/time.ts";

/** What can never be, each said as what is wrong when it is. */
export const contradictions = [
  "several_living_plans",
  "access_without_payment",
  "customer_of_two_workspaces",
  "event_left_pending",
  "several_trials",
  "trial_runs_and_is_banked",
  "mrr_noted_otherwise",
  "access_listed_otherwise",
] as const;
export type ContradictionKind = (typeof contradictions)[number];

/** @property subjects ids of the first few that are concerned: workspaces, customers or events */
export type Contradiction = { kind: ContradictionKind; count: number; subjects: string[] };

const pendingForMs = 10 * minuteMs;
const subjectsNamed = 10;

/**
 * Looks for what our own tables must never say, whatever Stripe says. Reads everything: for tests
 * and the nightly run. Plans with a price that we do not know are left out, they are a person's.
 */
export async function findBillingContradictions(db: Prisma, now: Date): Promise<Contradiction[]> {
  const pendingSince = new Date(now.getTime() - pendingForMs);
  const found = await db.$queryRaw<{ kind: ContradictionKind; subject: string }[]>(sql`
    WITH living AS (
      SELECT workspace_id FROM subscriptions
      WHERE kind = 'plan' AND status IN ('active', 'trialing', 'past_due')
        AND set_aside_reason IS DISTINCT FROM 'unknown_price'
    ),
    told AS (
      SELECT DISTINCT ON (workspace_id) workspace_id, after ->> 'source' AS source FROM audit_events
      WHERE action = 'access.changed' AND workspace_id IS NOT NULL ORDER BY workspace_id, id DESC
    ),
    owned AS (
      SELECT customer_id, workspace_id FROM subscriptions
      UNION SELECT customer_id, workspace_id FROM invoices
      UNION SELECT customer_id, workspace_id FROM payment_methods
      UNION SELECT customer_id, workspace_id FROM refunds
      UNION SELECT customer_id, workspace_id FROM disputes
    )
    SELECT 'several_living_plans' AS kind, workspace_id::text AS subject FROM living
      GROUP BY workspace_id HAVING count(*) > 1
    -- A grace that has run out ends access without a word in the audit.
    UNION ALL SELECT 'access_without_payment', workspace_id::text FROM told
      WHERE source = 'subscription' AND NOT EXISTS (
        SELECT FROM subscriptions s WHERE s.workspace_id = told.workspace_id AND s.kind = 'plan'
          AND (s.status IN ('active', 'trialing', 'past_due') OR s.grace_until IS NOT NULL))
    UNION ALL SELECT 'customer_of_two_workspaces', c.id FROM billing_customers c
      WHERE EXISTS (SELECT FROM owned o WHERE o.customer_id = c.id AND o.workspace_id <> c.workspace_id)
    UNION ALL SELECT 'event_left_pending', id FROM webhook_events
      WHERE state = 'pending' AND received_at < ${pendingSince}
    UNION ALL SELECT 'several_trials', workspace_id::text FROM trials
      GROUP BY workspace_id HAVING count(*) > 1
    UNION ALL SELECT 'trial_runs_and_is_banked', id::text FROM workspaces
      WHERE trial_banked_seconds < 0 OR trial_banked_seconds > 0 AND trial_ends_at > ${now}
    -- A row that was not read again yet has no MRR, and no movement either.
    UNION ALL SELECT 'mrr_noted_otherwise', workspace_id::text FROM (
      SELECT workspace_id, currency, coalesce(mrr_minor, 0) AS minor FROM subscriptions
      UNION ALL SELECT workspace_id, currency, before_minor - after_minor FROM mrr_movements
    ) moved GROUP BY workspace_id, currency HAVING sum(minor) <> 0
    ORDER BY 1, 2`);
  const misprojected = await findMisprojected(db, now);
  found.push(...misprojected.map((subject) => ({ kind: "access_listed_otherwise" as const, subject })));
  return contradictions.flatMap((kind) => {
    const subjects = found.filter((one) => one.kind === kind).map(({ subject }) => subject);
    if (subjects.length === 0) return [];
    return [{ kind, count: subjects.length, subjects: subjects.slice(0, subjectsNamed) }];
  });
}
