import { type Prisma, sql } from "#platform/db/prisma.ts";

export type DayOfScans = {
  /** The UTC day, `YYYY-MM-DD`. */
  day: string;
  /** All scans, those of bots included. */
  scans: number;
  botScans: number;
};

export type ScanHistory = { total: number; botTotal: number; lastScannedAt: Date | null; days: DayOfScans[] };

/**
 * The scans of a code: all of them, and one entry for each of the last `days` UTC days up to
 * today, days without a scan included. Of another workspace's code there are none.
 */
export async function getScanHistory(
  db: Prisma,
  workspaceId: string,
  qrCodeId: string,
  now: Date,
  days: number,
): Promise<ScanHistory> {
  const today = now.toISOString().slice(0, 10);
  const [rows, totals] = await Promise.all([
    db.$queryRaw<DayOfScans[]>(
      sql`SELECT to_char(d.day, 'YYYY-MM-DD') AS day, COALESCE(s.scans, 0) AS scans,
                 COALESCE(s.bot_scans, 0) AS "botScans"
          FROM generate_series(${today}::date - ${days - 1}::int, ${today}::date, interval '1 day') AS d(day)
          LEFT JOIN scan_daily s ON s.day = d.day::date AND s.qr_code_id = (
            SELECT id FROM qr_codes WHERE id = ${qrCodeId}::uuid AND workspace_id = ${workspaceId}::uuid
          )
          ORDER BY d.day`,
    ),
    db.$queryRaw<{ scans: bigint; botScans: bigint; lastScannedAt: Date }[]>(
      sql`SELECT t.scans, t.bot_scans AS "botScans", t.last_scanned_at AS "lastScannedAt"
          FROM scan_totals t JOIN qr_codes c ON c.id = t.qr_code_id
          WHERE c.id = ${qrCodeId}::uuid AND c.workspace_id = ${workspaceId}::uuid`,
    ),
  ]);
  const total = totals[0];
  return {
    total: Number(total?.scans ?? 0),
    botTotal: Number(total?.botScans ?? 0),
    lastScannedAt: total?.lastScannedAt ?? null,
    days: rows,
  };
}
