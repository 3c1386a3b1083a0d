import { randomUUID } from "node:crypto";
import type { VisitorTraits } from "./describe-visitor.ts";
import { dayNumber, dayText } from "./visitor-salts.ts";

/** One visit through a code, as it is stored. */
export type Scan = {
  codeId: string;
  atMs: number;
  traits: VisitorTraits;
  /** 32 hex digits. */
  visitorHash: string;
};

export type ScanBatch = { id: string; scans: readonly Scan[]; values: readonly string[] };

/**
 * Events, rollups and the batch's own row in one statement, so that all of a batch is stored or
 * nothing, and a batch whose answer was lost stores nothing the second time.
 */
export const storeBatchSql = `
WITH batch AS (
  INSERT INTO scan_batches (id) VALUES ($1::uuid) ON CONFLICT (id) DO NOTHING RETURNING id
), events AS (
  INSERT INTO scan_events (scanned_at, qr_code_id, country, region, device, os, browser, language,
                           referrer_host, is_bot, visitor_hash)
  SELECT to_timestamp(at_ms / 1000.0), code_id, country, region, device, os, browser, language,
         referrer_host, is_bot, substring($12::bytea FROM (16 * (n - 1) + 1)::int FOR 16)
  FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
              $9::text[], $10::text[], $11::bool[])
       WITH ORDINALITY AS scan(at_ms, code_id, country, region, device, os, browser, language,
                               referrer_host, is_bot, n)
  WHERE EXISTS (SELECT FROM batch)
), daily AS (
  INSERT INTO scan_daily AS stored (qr_code_id, day, scans, bot_scans)
  SELECT * FROM unnest($13::uuid[], $14::date[], $15::int[], $16::int[])
  WHERE EXISTS (SELECT FROM batch)
  ON CONFLICT (qr_code_id, day) DO UPDATE
  SET scans = stored.scans + excluded.scans, bot_scans = stored.bot_scans + excluded.bot_scans
), totals AS (
  INSERT INTO scan_totals AS stored (qr_code_id, scans, bot_scans, last_scanned_at)
  SELECT code_id, scans, bots, to_timestamp(last_ms / 1000.0)
  FROM unnest($17::uuid[], $18::bigint[], $19::bigint[], $20::bigint[]) AS t(code_id, scans, bots, last_ms)
  WHERE EXISTS (SELECT FROM batch)
  ON CONFLICT (qr_code_id) DO UPDATE
  SET scans = stored.scans + excluded.scans, bot_scans = stored.bot_scans + excluded.bot_scans,
      last_scanned_at = greatest(stored.last_scanned_at, excluded.last_scanned_at)
)
SELECT count(*)::int AS stored FROM batch`;

type Tally = { codeId: string; day: number; scans: number; bots: number; lastMs: number };

/**
 * The statement's parameters. Arrays are written out here rather than by pg, which escapes every
 * element for itself. Rollups come summed up and in the order of their keys: two processes then
 * lock the rows in the same order and cannot block each other for good.
 */
export function makeBatch(scans: readonly Scan[], id: string = randomUUID()): ScanBatch {
  const column = (read: (scan: Scan) => string) => `{${scans.map(read).join()}}`;
  const text = textColumn();
  const { daily, totals } = tally(scans);
  const list = <T>(rows: T[], read: (row: T) => string | number) => `{${rows.map(read).join()}}`;
  const values = [
    id,
    column((scan) => String(scan.atMs)),
    column((scan) => scan.codeId),
    column((scan) => text(scan.traits.country)),
    column((scan) => text(scan.traits.region)),
    column((scan) => scan.traits.device),
    column((scan) => text(scan.traits.os)),
    column((scan) => text(scan.traits.browser)),
    column((scan) => text(scan.traits.language)),
    column((scan) => text(scan.traits.referrerHost)),
    column((scan) => (scan.traits.isBot ? "t" : "f")),
    `\\x${scans.map((scan) => scan.visitorHash).join("")}`,
    list(daily, (row) => row.codeId),
    list(daily, (row) => dayText(row.day)),
    list(daily, (row) => row.scans),
    list(daily, (row) => row.bots),
    list(totals, (row) => row.codeId),
    list(totals, (row) => row.scans),
    list(totals, (row) => row.bots),
    list(totals, (row) => row.lastMs),
  ];
  return { id, scans, values };
}

function tally(scans: readonly Scan[]): { daily: Tally[]; totals: Tally[] } {
  const daily = new Map<string, Tally>();
  const totals = new Map<string, Tally>();
  for (const { codeId, atMs, traits } of scans) {
    const day = dayNumber(atMs);
    add(daily, `${codeId}${day}`, codeId, day, atMs, traits.isBot);
    add(totals, codeId, codeId, day, atMs, traits.isBot);
  }
  return { daily: inKeyOrder(daily), totals: inKeyOrder(totals) };
}

function add(
  into: Map<string, Tally>,
  key: string,
  codeId: string,
  day: number,
  atMs: number,
  isBot: boolean,
) {
  const row = into.get(key);
  if (row) {
    row.scans++;
    if (isBot) row.bots++;
    if (atMs > row.lastMs) row.lastMs = atMs;
  } else into.set(key, { codeId, day, scans: 1, bots: isBot ? 1 : 0, lastMs: atMs });
}

function inKeyOrder(rows: Map<string, Tally>): Tally[] {
  return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** Writes elements of a text array; the few different values of a batch are escaped once each. */
function textColumn(): (value: string | null) => string {
  const written = new Map<string, string>();
  return (value) => {
    if (value === null) return "NULL";
    let element = written.get(value);
    if (element === undefined) {
      // A NUL cannot be stored in a text; backslash and quote end the element's quotes.
      element = `"${value.replaceAll("\0", "").replace(/["\\]/g, "\\$&")}"`;
      written.set(value, element);
    }
    return element;
  };
}
