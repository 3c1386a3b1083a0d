import { type Prisma, sql } from "#platform/db/prisma.ts";

/**
 * Removes deliveries that came before an instant and were dealt with before it, at most so many.
 * What waits, and what was set aside for a person, stays.
 * @param before at least 30 days ago: so far back Stripe lists and repeats its events, and they are
 * to be known again
 * @returns how many
 */
export function removeDueEvents(tx: Prisma, before: Date, most: number): Promise<number> {
  return tx.$executeRaw(sql`
    DELETE FROM webhook_events WHERE id IN (
      SELECT id FROM webhook_events
      WHERE received_at < ${before} AND state IN ('processed', 'ignored')
        AND (processed_at IS NULL OR processed_at < ${before})
      ORDER BY received_at LIMIT ${most} FOR UPDATE SKIP LOCKED)`);
}
