import { randomUUID } from "node:crypto";
import type pg from "pg";
import type Stripe from "stripe";
import { priceOf } from "#lib/billing/billing.testing.ts";
import { makeSyncedPayer, type SyncedPayer } from "#lib/billing/mirror/synced-payer.testing.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { listCells, listStanding } from "./figures-store.ts";

export function makeReader(platformRole: Viewer["platformRole"] = "ADMIN"): Viewer {
  return {
    profileId: randomUUID(),
    email: "ada@example.org",
    name: "Ada",
    locale: "en",
    platformRole,
    secondFactorAt: new Date(),
    workspace: { id: randomUUID(), name: "Ada's", role: "OWNER", trialEndsAt: null, entitlementVersion: 0 },
  };
}

/** No workspace, no money, no figure. */
export async function emptyBooks(pool: pg.Pool): Promise<void> {
  // Sums are kept by triggers, which an emptied table does not call.
  await pool.query(
    `BEGIN; SET LOCAL session_replication_role = replica;
     TRUNCATE workspaces, trials, figure_sums, figure_deltas, stripe_comparisons CASCADE; COMMIT`,
  );
}

/** What somebody buys, by default Pro by the month, and the coupon that they buy it with. */
export type Wanted = [offer?: Parameters<typeof priceOf>[0], coupon?: string];

/** Somebody who has paid at the local Stripe and is mirrored here. */
export async function makeBuyerAt(stripe: Stripe, ...[offer = {}, coupon]: Wanted): Promise<SyncedPayer> {
  const payer = await makeSyncedPayer(stripe);
  const discounts = coupon ? [{ coupon }] : undefined;
  await payer.subscribe({ items: [{ price: priceOf(offer) }], ...(discounts && { discounts }) });
  await payer.sync();
  return payer;
}

/** What the rows themselves say of every figure, counted anew, in the words of `countedFigures`. */
const fromRows = `
  SELECT 'paid' AS figure, (paid_at AT TIME ZONE 'UTC')::date::text AS time, currency, coalesce(tier, '') AS tier,
    coalesce("interval", '') AS interval, CASE WHEN discount_minor > 0 THEN 'discounted' ELSE 'full' END AS tag,
    amount_paid_minor AS minor
    FROM invoices WHERE status = 'paid' AND amount_paid_minor > 0 AND paid_at IS NOT NULL
  UNION ALL SELECT 'refunded', (r.issued_at AT TIME ZONE 'UTC')::date::text, r.currency, coalesce(i.tier, ''),
    coalesce(i."interval", ''),
    CASE WHEN i.id IS NULL THEN '' WHEN i.discount_minor > 0 THEN 'discounted' ELSE 'full' END, r.amount_minor
    FROM refunds r LEFT JOIN invoices i ON i.id = r.invoice_id WHERE r.status IN ('succeeded', 'pending')
  UNION ALL SELECT 'mrr', '1970-01-01', currency, coalesce(tier, ''), coalesce("interval", ''),
    CASE WHEN mrr_minor IS NULL THEN 'unknown' ELSE 'known' END, coalesce(mrr_minor, 0)
    FROM subscriptions WHERE status IN ('active', 'past_due')
  UNION ALL SELECT 'mrr_moved', (at AT TIME ZONE 'UTC')::date::text, currency, '', '', kind::text,
    after_minor - before_minor FROM mrr_movements
  UNION ALL SELECT 'signed_up', (created_at AT TIME ZONE 'UTC')::date::text, '', '', '', '', 0 FROM profiles
  UNION ALL SELECT 'trial', (started_at AT TIME ZONE 'UTC')::date::text, '', '', '', '', 0 FROM trials
  UNION ALL SELECT 'access', '1970-01-01', '', tier, '', source, 0 FROM workspace_access WHERE profile_id IS NOT NULL
  UNION ALL SELECT 'trial_converted', (t.started_at AT TIME ZONE 'UTC')::date::text, '', '', '', '', 0
    FROM mrr_movements m JOIN trials t USING (workspace_id) WHERE m.kind = 'new'`;

/** Every figure as lines, counted from the rows and as the database has kept count. */
export async function countBoth(): Promise<{ rows: string[]; kept: string[] }> {
  const rows = await db().$queryRawUnsafe<{ line: string }[]>(
    `SELECT concat_ws('|', figure, time, currency, tier, interval, tag, count(*), sum(minor)) AS line
     FROM (${fromRows}) counted GROUP BY figure, time, currency, tier, interval, tag ORDER BY 1`,
  );
  const figures = ["paid", "refunded", "mrr_moved", "signed_up", "trial", "trial_converted"] as const;
  const from = new Date("1970-01-01T00:00:00Z");
  const cells = [
    ...(await listCells(db(), figures, { from, by: "day" })),
    ...(await listStanding(db(), ["mrr", "access"])),
  ];
  const lines = cells.map(({ figure, time, currency, tier, interval, tag, count, minor }) =>
    [figure, time, currency, tier, interval, tag, count, minor].join("|"),
  );
  return { rows: rows.map(({ line }) => line).sort(), kept: lines.sort() };
}
