import { type Prisma, sql } from "#platform/db/prisma.ts";

// Looks across all workspaces, so that nothing here is for anybody but admins.

export type RecentSignUp = {
  id: string;
  email: string;
  name: string;
  createdAt: Date;
  /** Null where it was not worked out yet. */
  tier: string | null;
  source: string | null;
};

/** Who came last; nobody who was erased. */
export function listRecentSignUps(db: Prisma, limit: number): Promise<RecentSignUp[]> {
  return db.$queryRaw<RecentSignUp[]>(sql`
    SELECT p.id, p.email, p.name, p.created_at AS "createdAt", a.tier, a.source
    FROM profiles p LEFT JOIN workspace_access a ON a.profile_id = p.id
    WHERE p.erased_at IS NULL ORDER BY p.created_at DESC, p.id DESC LIMIT ${limit}`);
}

export type AttentionCounts = {
  events: number;
  payments: number;
  subscriptions: number;
  disputes: number;
};

/** How much of each needs a person, counted up to a hundred. */
export async function countAttention(db: Prisma): Promise<AttentionCounts> {
  const [row] = await db.$queryRaw<AttentionCounts[]>(sql`
    SELECT
      (SELECT count(*)::int FROM (SELECT FROM webhook_events WHERE state = 'set_aside'
        UNION ALL SELECT FROM webhook_events WHERE state = 'pending' AND attempts > 0 LIMIT 100) e) AS events,
      (SELECT count(*)::int FROM (SELECT FROM subscriptions
        WHERE status IN ('past_due', 'unpaid') LIMIT 100) p) AS payments,
      (SELECT count(*)::int FROM (SELECT FROM subscriptions WHERE set_aside_reason IS NOT NULL
        AND status NOT IN ('canceled', 'incomplete_expired') LIMIT 100) s) AS subscriptions,
      (SELECT count(*)::int FROM (SELECT FROM disputes
        WHERE status NOT IN ('won', 'lost', 'warning_closed', 'prevented') LIMIT 100) d) AS disputes`);
  return row ?? { events: 0, payments: 0, subscriptions: 0, disputes: 0 };
}
