import { randomUUID } from "node:crypto";
import type pg from "pg";
import { viewerOf } from "#lib/workspaces/viewer.testing.ts";
import type { Viewer, WorkspaceRole } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";

export type MadeScan = {
  at: string;
  visitor?: string;
  country?: string | null;
  device?: string;
  browser?: string | null;
  os?: string | null;
  referrer?: string | null;
  isBot?: boolean;
};

/** A workspace of its own; on Free unless its trial runs. */
export async function makeViewer(trialEndsAt: Date | null, role: WorkspaceRole = "OWNER"): Promise<Viewer> {
  const { id } = await db().workspace.create({ data: { name: "Test", trialEndsAt } });
  return viewerOf(id, { role, trialEndsAt });
}

export async function makeCode(viewer: Viewer, name = "Menu"): Promise<string> {
  const code = await db().qrCode.create({
    data: {
      workspaceId: viewer.workspace.id,
      slug: `a-${randomUUID().slice(0, 12)}`,
      name,
      destination: "https://example.com/",
    },
  });
  return code.id;
}

/** Events and their sums, as the recording leaves them. */
export async function storeScans(pool: pg.Pool, codeId: string, scans: readonly MadeScan[]): Promise<void> {
  for (const scan of scans) {
    const { at, visitor = randomUUID(), country = null, device = "mobile", browser = null, os = null } = scan;
    const { referrer = null, isBot = false } = scan;
    await pool.query(
      `INSERT INTO scan_events (scanned_at, qr_code_id, country, device, browser, os, referrer_host, is_bot, visitor_hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, convert_to($9, 'UTF8'))`,
      [at, codeId, country, device, browser, os, referrer, isBot, visitor],
    );
  }
  await sumUp(pool, codeId);
}

/** Writes the sums of a code from its events. */
export async function sumUp(pool: pg.Pool, codeId: string): Promise<void> {
  await pool.query("DELETE FROM scan_daily WHERE qr_code_id = $1", [codeId]);
  await pool.query("DELETE FROM scan_totals WHERE qr_code_id = $1", [codeId]);
  await pool.query(
    `INSERT INTO scan_daily SELECT qr_code_id, (scanned_at AT TIME ZONE 'UTC')::date, count(*), count(*) FILTER (WHERE is_bot)
     FROM scan_events WHERE qr_code_id = $1 GROUP BY 1, 2`,
    [codeId],
  );
  await pool.query(
    `INSERT INTO scan_totals SELECT qr_code_id, sum(scans), sum(bot_scans), now() FROM scan_daily
     WHERE qr_code_id = $1 GROUP BY 1`,
    [codeId],
  );
}
