import { readFileSync } from "node:fs";
import { parseArgs, parseEnv } from "node:util";
import pg from "pg";
import { startWholeProduct } from "../sandbox/testing/whole-product.ts";
import { signIn } from "./sign-in.ts";

// The dashboard of a workspace with 1,000 codes and 1,000,000 scans, as its owner's browser asks
// for it: the whole answer of the real server, one request after the other.
const bars = { firstPageMs: 150 };
const codes = 1_000;
const scans = 1_000_000;
const days = 90;

const { values } = parseArgs({ options: { requests: { type: "string", default: "60" } } });
const requests = Number(values.requests);

const product = await startWholeProduct();
const variables = parseEnv(readFileSync(product.envFile, "utf8"));
function variable(name: string): string {
  const value = variables[name];
  if (!value) throw new Error(`${name} is missing in sandbox.env`);
  return value;
}

async function fill(pool: pg.Pool): Promise<void> {
  const workspace = `SELECT m.workspace_id FROM workspace_members m JOIN profiles p ON p.id = m.profile_id WHERE p.email = '${variable("DEMO_PRO_EMAIL")}'`;
  await pool.query(
    `INSERT INTO qr_codes (workspace_id, slug, name, destination, updated_at, created_at)
     SELECT (${workspace}), 'bench-' || i, 'Table ' || i, 'https://example.com/' || i, now(), now() - make_interval(mins => i)
     FROM generate_series(1, $1::int) i`,
    [codes],
  );
  await pool.query(`SELECT ensure_scan_partitions((now() - make_interval(days => $1::int))::date, 8)`, [
    days,
  ]);
  await pool.query(
    `WITH q AS (SELECT id, row_number() OVER () - 1 AS n FROM qr_codes WHERE slug LIKE 'bench-%')
     INSERT INTO scan_events (scanned_at, qr_code_id, country, device, os, browser, language, is_bot, visitor_hash)
     SELECT now() - random() * make_interval(days => $2::int), q.id, 'PL', 'mobile', 'iOS', 'Safari', 'pl', i % 10 = 0, '\\x00'
     FROM generate_series(0, $1::int - 1) i JOIN q ON q.n = i % ${codes}`,
    [scans, days],
  );
  await pool.query(
    `INSERT INTO scan_daily SELECT qr_code_id, (scanned_at AT TIME ZONE 'UTC')::date, count(*), count(*) FILTER (WHERE is_bot)
     FROM scan_events GROUP BY 1, 2 ON CONFLICT DO NOTHING`,
  );
  await pool.query(
    `INSERT INTO scan_totals SELECT qr_code_id, sum(scans), sum(bot_scans), now() FROM scan_daily GROUP BY 1
     ON CONFLICT DO NOTHING`,
  );
  await pool.query("ANALYZE");
}

const quantile = (list: number[], part: number) =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length * part)] ?? 0;

async function measure(path: string, cookie: string, shown = "Table "): Promise<number> {
  const times: number[] = [];
  for (let turn = -5; turn < requests; turn++) {
    const started = performance.now();
    const answer = await fetch(variable("APP_URL") + path, { headers: { cookie }, redirect: "manual" });
    const text = await answer.text();
    if (answer.status !== 200 || !text.includes(shown)) throw new Error(`${path} answered ${answer.status}`);
    // The first ones warm up.
    if (turn >= 0) times.push(performance.now() - started);
  }
  const medianMs = quantile(times, 0.5);
  console.log(
    `  ${path.padEnd(34)} median ${medianMs.toFixed(1).padStart(6)} ms   p95 ${quantile(times, 0.95).toFixed(1).padStart(6)} ms`,
  );
  return medianMs;
}

let isWithin = true;
try {
  const pool = new pg.Pool({ connectionString: variable("DATABASE_URL"), max: 1 });
  console.log(
    `dashboard: ${codes.toLocaleString("en")} codes, ${scans.toLocaleString("en")} scans over ${days} days`,
  );
  await fill(pool);
  const cookie = await signIn(
    { url: variable("SUPABASE_URL"), publishableKey: variable("SUPABASE_PUBLISHABLE_KEY") },
    { email: variable("DEMO_PRO_EMAIL"), password: variable("DEMO_PRO_PASSWORD") },
  );
  const { rows } = await pool.query("SELECT id FROM qr_codes WHERE slug = 'bench-1'");
  await pool.end();
  const paths = [
    "/dashboard",
    "/dashboard?sort=scans",
    "/dashboard?page=40",
    "/dashboard?q=99",
    `/dashboard/codes/${rows[0].id}`,
  ];
  for (const path of paths) {
    const medianMs = await measure(path, cookie);
    if (path === "/dashboard" && medianMs >= bars.firstPageMs) isWithin = false;
  }
  await measure("/dashboard/usage", cookie, "Analytics queries");
  console.log(`  bar: the first page in under ${bars.firstPageMs} ms: ${isWithin ? "held" : "MISSED"}`);
} finally {
  await product.stop();
}
process.exit(isWithin ? 0 : 1);
