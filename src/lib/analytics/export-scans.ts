import { getCode } from "#lib/codes/service.ts";
import { admits, requireFeature } from "#lib/entitlements/gates.ts";
import { getEffectivePlan } from "#lib/entitlements/get-effective-plan.ts";
import { findHiddenScans } from "#lib/usage/hidden-scans.ts";
import { takeQuota } from "#lib/usage/take-quota.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { requireEditor } from "#lib/workspaces/viewer.ts";
import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { streamPieces } from "#platform/http/stream-pieces.ts";
import { consume } from "#platform/rate-limits/rate-limiter.ts";
import { byteOrderMark, csvRow } from "#shared/csv.ts";
import { type ExportedCode, type ExportedScan, listScannedCodes, listScans } from "./export-store.ts";
import type { AnalyticsQuery } from "./query.ts";
import { seenRange } from "./report.ts";
import type { Scope } from "./store.ts";

export type CsvExport = { fileName: string; body: ReadableStream<Uint8Array> };

const codesPerBatch = 500;
const scansPerBatch = 1_000;

/** The names of the columns are for programs and the same in every language. */
const columns = [
  "scanned_at",
  "code",
  "slug",
  "country",
  "region",
  "device",
  "os",
  "browser",
  "language",
  "referrer",
  "bot",
];

/**
 * The scans of a workspace or of one code as CSV, code by code and oldest first. Nothing that tells
 * visitors apart is in it. The first piece is read before this returns, so that what fails at once
 * is answered as such; each further one only when the reader has taken the last.
 * @param retryKey what a request has in common with its repetitions: these are one export
 * @throws Refusal `plan_feature`, `forbidden` for who may only look, `not_found`, `rate_limited`,
 *   `quota_reached`
 */
export async function exportScans(
  db: PrismaRoot,
  viewer: Viewer,
  query: AnalyticsQuery,
  now: Date,
  retryKey?: string,
): Promise<CsvExport> {
  requireEditor(viewer);
  const workspaceId = viewer.workspace.id;
  const plan = await getEffectivePlan(db, workspaceId, viewer.profileId, now);
  requireFeature(workspaceId, plan, "export_scans");
  if (query.bots === "without") requireFeature(workspaceId, plan, "tell_bots");
  const code = query.code === null ? null : await getCode(db, viewer, query.code);
  await consume("export:workspace", workspaceId);
  await takeQuota(db, viewer, plan, "exports", now, retryKey);
  const { range } = seenRange(workspaceId, plan, query, now);
  const hidden = await findHiddenScans(db, workspaceId, now);
  const scope = { workspaceId, codeId: query.code, range, withBots: query.bots === "with", hidden };
  const withPlaces = admits(workspaceId, plan, "see_countries");
  return {
    fileName: `scans${code ? `-${code.slug}` : ""}-${range.from}-${range.to}.csv`,
    body: await streamPieces(csvPieces(db, scope, withPlaces)),
  };
}

/** Between two pieces no connection is held, however slowly they are taken. */
async function* csvPieces(db: Prisma, scope: Scope, withPlaces: boolean): AsyncGenerator<string, void> {
  let piece = byteOrderMark + csvRow(columns);
  for await (const code of scannedCodes(db, scope)) {
    for await (const scans of batchesOf(db, scope, code.id)) {
      piece += scans.map((scan) => csvRow(cells(code, scan, withPlaces))).join("");
      // Codes with a few scans share a piece.
      if (scans.length < scansPerBatch && piece.length < 64 * 1024) continue;
      yield piece;
      piece = "";
    }
  }
  if (piece !== "") yield piece;
}

async function* scannedCodes(db: Prisma, scope: Scope): AsyncGenerator<ExportedCode, void> {
  let last: string | null = null;
  for (;;) {
    const codes: ExportedCode[] = await listScannedCodes(db, scope, last, codesPerBatch);
    yield* codes;
    last = codes.at(-1)?.id ?? null;
    if (codes.length < codesPerBatch) return;
  }
}

async function* batchesOf(db: Prisma, scope: Scope, codeId: string): AsyncGenerator<ExportedScan[], void> {
  let last: ExportedScan | null = null;
  for (;;) {
    const scans: ExportedScan[] = await listScans(db, scope, codeId, last, scansPerBatch);
    if (scans.length > 0) yield scans;
    last = scans.at(-1) ?? null;
    if (scans.length < scansPerBatch) return;
  }
}

/** Countries and regions stay empty where the plan does not open them. */
function cells(code: ExportedCode, scan: ExportedScan, withPlaces: boolean): (string | null)[] {
  return [
    scan.scannedAt.toISOString(),
    code.name,
    code.slug,
    withPlaces ? scan.country : null,
    withPlaces ? scan.region : null,
    scan.device,
    scan.os,
    scan.browser,
    scan.language,
    scan.referrerHost,
    scan.isBot ? "yes" : "no",
  ];
}
