import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import { limitsOf, tiers } from "#lib/entitlements/tiers.ts";
import { type PrismaRoot, sql } from "#platform/db/prisma.ts";
import { handleDowngrade } from "./handle-downgrade.ts";
import { manyCodesTransaction } from "./many-codes.ts";

const workspacesAtOnce = 500;
const tiersWithoutLimit = tiers.filter((tier) => limitsOf(tier).activeCodes === null);

/**
 * Does what time alone has made necessary: a trial or a grace has ended, and nobody was told.
 * Looks only at workspaces that have had more than Free, hold more active codes than it does and
 * have no payment in order; whoever never had more was held to it at every creation. And at those
 * whose banked time has gone on since a grace ran out: from then on it has an end to remind of.
 * Who is given codes without a limit is left out, or these would be looked at for ever.
 * @returns how many workspaces had codes paused
 */
export async function sweepAccess(db: PrismaRoot, now: Date): Promise<number> {
  const freeCodes = limitsOf("starter").activeCodes ?? 0;
  const hasPayment = sql`EXISTS (
    SELECT FROM subscriptions s WHERE s.workspace_id = w.id AND s.kind = 'plan' AND s.tier IS NOT NULL
      AND (s.status IN ('active', 'trialing') OR s.status = 'past_due' AND s.grace_until > ${now}))`;
  const isGiven = sql`(COALESCE(w.promo_ends_at > ${now}, false)
    OR EXISTS (SELECT FROM fee_waivers f WHERE f.workspace_id = w.id AND f.revoked_at IS NULL
      AND f.tier = ANY(${tiersWithoutLimit}) AND (f.ends_at IS NULL OR f.ends_at > ${now}))
    OR EXISTS (SELECT FROM entitlement_overrides o WHERE o.workspace_id = w.id AND o.ended_at IS NULL
      AND o.effect = 'grant' AND o.limit_name = 'activeCodes' AND o.limit_value IS NULL
      AND (o.ends_at IS NULL OR o.ends_at > ${now})))`;
  const suspects = await db.$queryRaw<{ id: string }[]>(sql`
    (SELECT c.workspace_id AS id FROM qr_codes c JOIN workspaces w ON w.id = c.workspace_id
    WHERE c.is_active AND c.deleted_at IS NULL
      AND (w.trial_ends_at <= ${now} OR w.promo_ends_at <= ${now} OR w.trial_ends_at IS NULL
        AND EXISTS (SELECT FROM subscriptions s WHERE s.workspace_id = w.id))
      AND NOT ${hasPayment} AND NOT ${isGiven}
    GROUP BY c.workspace_id HAVING count(*) > ${freeCodes} LIMIT ${workspacesAtOnce})
    UNION (SELECT w.id FROM workspaces w WHERE NOT ${hasPayment} AND (w.trial_banked_seconds > 0
        OR w.promo_banked_seconds > 0 AND (w.trial_ends_at IS NULL OR w.trial_ends_at <= ${now}))
      LIMIT ${workspacesAtOnce})`);
  let paused = 0;
  for (const { id } of suspects) {
    const fitted = await db.$transaction((tx) => handleDowngrade(tx, id, now), manyCodesTransaction);
    await gatekeeper().invalidateCache(id);
    if (fitted.paused.length > 0) paused++;
  }
  return paused;
}
