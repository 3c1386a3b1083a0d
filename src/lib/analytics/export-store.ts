import { type Prisma, sql } from "#platform/db/prisma.ts";
import { rangeInstants } from "./range.ts";
import { notHidden, type Scope } from "./store.ts";

export type ExportedCode = { id: string; name: string; slug: string };
export type ExportedScan = {
  id: bigint;
  scannedAt: Date;
  country: string | null;
  region: string | null;
  device: string;
  os: string | null;
  browser: string | null;
  language: string | null;
  referrerHost: string | null;
  isBot: boolean;
};

/** The next codes after `afterId` that were scanned in the range, by their ids. */
export function listScannedCodes(
  db: Prisma,
  { workspaceId, codeId, range }: Scope,
  afterId: string | null,
  most: number,
): Promise<ExportedCode[]> {
  return db.$queryRaw<ExportedCode[]>(
    sql`SELECT c.id, c.name, c.slug FROM qr_codes c
        WHERE c.workspace_id = ${workspaceId}::uuid AND c.deleted_at IS NULL
          ${codeId === null ? sql`` : sql`AND c.id = ${codeId}::uuid`}
          ${afterId === null ? sql`` : sql`AND c.id > ${afterId}::uuid`}
          AND EXISTS (SELECT FROM scan_daily s WHERE s.qr_code_id = c.id
                      AND s.day BETWEEN ${range.from}::date AND ${range.to}::date)
        ORDER BY c.id LIMIT ${most}`,
  );
}

/** The next scans of one code after `after`, oldest first: a short walk along one index. */
export function listScans(
  db: Prisma,
  { workspaceId, range, withBots, hidden }: Scope,
  codeId: string,
  after: Pick<ExportedScan, "scannedAt" | "id"> | null,
  most: number,
): Promise<ExportedScan[]> {
  const { since, before } = rangeInstants(range);
  return db.$queryRaw<ExportedScan[]>(
    sql`SELECT e.id, e.scanned_at AS "scannedAt", e.country, e.region, e.device, e.os, e.browser,
               e.language, e.referrer_host AS "referrerHost", e.is_bot AS "isBot"
        FROM scan_events e
        WHERE e.qr_code_id = (SELECT c.id FROM qr_codes c
                              WHERE c.id = ${codeId}::uuid AND c.workspace_id = ${workspaceId}::uuid)
          AND e.scanned_at >= ${after?.scannedAt ?? since} AND e.scanned_at < ${before}
          ${after === null ? sql`` : sql`AND (e.scanned_at, e.id) > (${after.scannedAt}, ${after.id})`}
          ${withBots ? sql`` : sql`AND NOT e.is_bot`} ${notHidden({ hidden })}
        ORDER BY e.scanned_at, e.id LIMIT ${most}`,
  );
}
