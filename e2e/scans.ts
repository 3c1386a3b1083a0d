import type { Page } from "@playwright/test";
import type pg from "pg";
import type { Stack } from "./stack.ts";

/** A referring host that only the scans of this journey carry. */
export const secretHost = "secret-referrer.example";

/** @returns the id of the new code */
export async function makeCode(page: Page, stack: Stack, name: string): Promise<string> {
  const made = await page.request.post("/api/codes", {
    data: { name, destination: "https://example.com/" },
    headers: { origin: new URL(stack.appUrl).origin },
  });
  return (await made.json()).id;
}

/** Forty scans of people on two days and four of bots, as the recording leaves them. */
export async function storeScans(pool: pg.Pool, codeId: string): Promise<void> {
  await pool.query(
    `INSERT INTO scan_events (scanned_at, qr_code_id, country, device, os, browser, referrer_host, is_bot, visitor_hash)
     SELECT now() - (i % 2) * interval '1 day', $1::uuid, CASE WHEN i % 4 = 0 THEN 'DE' ELSE 'PL' END,
            CASE WHEN i % 11 = 0 THEN 'bot' ELSE 'mobile' END, 'iOS', 'Safari',
            CASE WHEN i % 3 = 0 THEN $2 END, i % 11 = 0, decode(md5($1::uuid::text || i), 'hex')
     FROM generate_series(1, 44) AS i`,
    [codeId, secretHost],
  );
  await pool.query(
    `INSERT INTO scan_daily SELECT qr_code_id, (scanned_at AT TIME ZONE 'UTC')::date, count(*), count(*) FILTER (WHERE is_bot)
     FROM scan_events WHERE qr_code_id = $1 GROUP BY 1, 2`,
    [codeId],
  );
  await pool.query("INSERT INTO scan_totals VALUES ($1, 44, 4, now())", [codeId]);
}
