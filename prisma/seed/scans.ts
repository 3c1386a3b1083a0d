import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import { dayMs } from "#shared/time.ts";
import { randomFrom } from "./random.ts";

const days = 60;

const devices = [
  { device: "mobile", os: "iOS", browser: "Safari" },
  { device: "mobile", os: "Android", browser: "Chrome" },
  { device: "mobile", os: "Android", browser: "Samsung Internet" },
  { device: "tablet", os: "iOS", browser: "Safari" },
  { device: "desktop", os: "Windows", browser: "Edge" },
];
const countries = ["GB", "GB", "GB", "IE", "PL", "DE", "FR", "US"];
const languages = ["en", "en", "en", "pl", "de", "fr"];

type Row = {
  at: Date;
  traits: (typeof devices)[number];
  country: string;
  language: string;
  isBot: boolean;
  visitor: Buffer;
};

/** Sixty days of scans of one code, with quiet Mondays, full Saturdays and a slow rise. */
export async function insertScans(
  client: PoolClient,
  code: { id: string; daily: number; seed: number },
  now: Date,
): Promise<void> {
  const rows = makeRows(code, now);
  const first = new Date(now.getTime() - days * dayMs).toISOString().slice(0, 10);
  await client.query("SELECT ensure_scan_partitions($1::date, 3)", [first]);
  await client.query(
    `INSERT INTO scan_events (scanned_at, qr_code_id, country, device, os, browser, language, is_bot, visitor_hash)
     SELECT scanned_at, $1, country, device, os, browser, language, is_bot, visitor_hash
     FROM unnest($2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bool[], $9::bytea[])
       AS row (scanned_at, country, device, os, browser, language, is_bot, visitor_hash)`,
    [
      code.id,
      rows.map((row) => row.at),
      rows.map((row) => row.country),
      rows.map((row) => row.traits.device),
      rows.map((row) => row.traits.os),
      rows.map((row) => row.traits.browser),
      rows.map((row) => row.language),
      rows.map((row) => row.isBot),
      rows.map((row) => row.visitor),
    ],
  );
  await client.query(
    `INSERT INTO scan_daily (qr_code_id, day, scans, bot_scans)
     SELECT qr_code_id, (scanned_at AT TIME ZONE 'UTC')::date, count(*), count(*) FILTER (WHERE is_bot)
     FROM scan_events WHERE qr_code_id = $1 GROUP BY 1, 2 ON CONFLICT DO NOTHING`,
    [code.id],
  );
  await client.query(
    `INSERT INTO scan_totals (qr_code_id, scans, bot_scans, last_scanned_at)
     SELECT qr_code_id, count(*), count(*) FILTER (WHERE is_bot), max(scanned_at)
     FROM scan_events WHERE qr_code_id = $1 GROUP BY 1 ON CONFLICT DO NOTHING`,
    [code.id],
  );
}

function makeRows(code: { id: string; daily: number; seed: number }, now: Date): Row[] {
  const random = randomFrom(code.seed);
  const pick = <T>(list: readonly [T, ...T[]] | readonly T[]): T => {
    const chosen = list[Math.floor(random() * list.length)];
    if (chosen === undefined) throw new Error("nothing to pick from");
    return chosen;
  };
  const rows: Row[] = [];
  for (let ago = days; ago >= 1; ago -= 1) {
    const midnight = Math.floor((now.getTime() - ago * dayMs) / dayMs) * dayMs;
    const weekday = new Date(midnight).getUTCDay();
    const busyness = [1.2, 0.5, 0.7, 0.8, 1, 1.4, 1.6][weekday] ?? 1;
    const count = Math.round(code.daily * busyness * (1.25 - ago / 120) * (0.75 + random() / 2));
    for (let scan = 0; scan < count; scan += 1) {
      // Mostly at lunch and in the evening.
      const hour = random() < 0.4 ? 11 + random() * 3 : 17 + random() * 5;
      const visitor = createHash("sha256")
        .update(`${code.id} ${ago} ${Math.floor(random() * count * 0.8)}`)
        .digest();
      rows.push({
        at: new Date(midnight + Math.floor(hour * 3_600_000)),
        traits: pick(devices),
        country: pick(countries),
        language: pick(languages),
        isBot: random() < 0.03,
        visitor: visitor.subarray(0, 16),
      });
    }
  }
  return rows;
}
