import { randomUUID } from "node:crypto";
import type pg from "pg";
import { startPaying } from "#lib/entitlements/paid-plan.testing.ts";
import { type Entitlements, noFacts, resolve } from "#lib/entitlements/resolve.ts";
import type { LimitName } from "#lib/entitlements/tiers.ts";
import { db } from "#platform/db/prisma.ts";

/** A workspace on Free, made at an instant: its periods begin on that day. */
export async function makeWorkspace(createdAt: Date): Promise<string> {
  const { id } = await db().workspace.create({ data: { name: "Test", createdAt } });
  return id;
}

/** Has it pay for Pro in euros from one instant to another. */
export async function subscribe(workspaceId: string, periodStart: Date, periodEnd: Date): Promise<void> {
  await startPaying(workspaceId, { startedAt: periodStart, periodStart, periodEnd, currency: "eur" });
}

/** Grants the workspace a limit in the database, for everybody. */
export async function grantLimit(workspaceId: string, limitName: LimitName, limitValue: number | null) {
  await db().entitlementOverride.updateMany({
    where: { workspaceId, limitName, endedAt: null },
    data: { endedAt: new Date(), endedBy: "test", endReason: "another one" },
  });
  await db().entitlementOverride.create({
    data: { workspaceId, effect: "grant", limitName, limitValue, reason: "test", createdBy: "test" },
  });
}

/** Leaves the workspace no more than so much of something, whatever its tier. */
export async function denyAbove(workspaceId: string, limitName: LimitName, limitValue: number) {
  await db().entitlementOverride.create({
    data: { workspaceId, effect: "deny", limitName, limitValue, reason: "test", createdBy: "test" },
  });
}

/** What Pro gives, but for these limits. */
export function proWith(limits: Partial<Record<LimitName, number | null>>): Entitlements {
  const waivers = [{ tier: "premium" as const, endsAt: null }];
  const pro = resolve({ ...noFacts, waivers }, new Date());
  return { ...pro, limits: { ...pro.limits, ...limits } };
}

export async function makeCode(workspaceId: string, createdAt = new Date("2026-01-01T00:00:00Z")) {
  const { id } = await db().qrCode.create({
    data: {
      workspaceId,
      slug: `u-${randomUUID().slice(0, 12)}`,
      name: "Menu",
      destination: "https://example.com/",
      createdAt,
    },
  });
  return id;
}

/**
 * Records scans as the redirects do, evenly: the first at `from`, each further one so many
 * milliseconds later.
 */
export async function recordScans(
  pool: pg.Pool,
  codeId: string,
  { from, count, everyMs }: { from: Date; count: number; everyMs: number },
): Promise<void> {
  await pool.query(
    `WITH recorded AS (
       INSERT INTO scan_events (scanned_at, qr_code_id, device, is_bot, visitor_hash)
       SELECT $2::timestamptz + i * make_interval(secs => $4::float / 1000), $1, 'mobile', false, '\\x00'
       FROM generate_series(0, $3::int - 1) i RETURNING scanned_at)
     INSERT INTO scan_daily SELECT $1, (scanned_at AT TIME ZONE 'UTC')::date, count(*), 0 FROM recorded GROUP BY 2
     ON CONFLICT (qr_code_id, day) DO UPDATE SET scans = scan_daily.scans + EXCLUDED.scans`,
    [codeId, from, count, everyMs],
  );
}
