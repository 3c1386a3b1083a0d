import { randomBytes, randomUUID } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { createPool } from "#platform/db/pool.ts";
import { type SeverableWire, severableWire } from "#platform/db/severable-wire.testing.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { describeVisitor } from "./describe-visitor.ts";
import { makeBatch, type Scan } from "./scan-batch.ts";
import { ScanRecorder, storeThrough } from "./scan-recorder.ts";
import { dayText, VisitorSalts } from "./visitor-salts.ts";

const database = openTestDatabase();

const agents = ["curl/8.5.0", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36"];
const codes = [randomUUID(), randomUUID(), randomUUID()];

function scan(n: number, atMs = Date.now()): Scan {
  const header = (name: string) =>
    name === "user-agent" ? agents[n % 2] : name === "accept-language" ? "pl" : undefined;
  return {
    codeId: codes[n % codes.length] ?? "",
    atMs,
    traits: describeVisitor(header, "none"),
    visitorHash: randomBytes(16).toString("hex"),
  };
}

async function counts() {
  const { rows } = await database().pool.query(`
    SELECT (SELECT count(*) FROM scan_events)::int AS events,
           (SELECT count(*) FROM scan_events WHERE is_bot)::int AS bots,
           (SELECT coalesce(sum(scans), 0) FROM scan_daily)::int AS daily,
           (SELECT coalesce(sum(bot_scans), 0) FROM scan_daily)::int AS daily_bots,
           (SELECT coalesce(sum(scans), 0) FROM scan_totals)::int AS totals,
           (SELECT coalesce(sum(bot_scans), 0) FROM scan_totals)::int AS total_bots`);
  return rows[0];
}

const all = (scans: number, bots: number) => ({
  events: scans,
  bots,
  daily: scans,
  daily_bots: bots,
  totals: scans,
  total_bots: bots,
});

afterEach(async () => {
  await database().pool.query("TRUNCATE scan_events, scan_daily, scan_totals, scan_batches, visitor_salts");
});

test("a scan is stored as it was seen", async () => {
  const recorder = new ScanRecorder({ store: storeThrough(database().pool) });
  const seen = scan(1, Date.UTC(2026, 10, 20, 23, 59, 59, 999));
  recorder.record(seen);
  await recorder.flush();
  const { rows } = await database().pool.query("SELECT * FROM scan_events");
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    scanned_at: new Date(seen.atMs),
    qr_code_id: seen.codeId,
    device: "desktop",
    os: "Windows",
    browser: "Chrome",
    language: "pl",
    country: null,
    referrer_host: null,
    is_bot: false,
    visitor_hash: Buffer.from(seen.visitorHash, "hex"),
  });
  const daily = await database().pool.query("SELECT day::text, scans FROM scan_daily");
  expect(daily.rows).toEqual([{ day: "2026-11-20", scans: 1 }]);
});

test("a batch whose answer was lost is stored once", async () => {
  const store = storeThrough(database().pool);
  let isLost = false;
  const recorder = new ScanRecorder({
    firstRetryMs: 1,
    store: async (batch) => {
      await store(batch);
      if (isLost) return;
      isLost = true;
      throw new Error("Connection terminated unexpectedly");
    },
  });
  for (let n = 0; n < 10; n++) recorder.record(scan(n));
  await recorder.flush();
  expect(recorder.counts.retries).toBe(1);
  expect(await counts()).toEqual(all(10, 5));
});

test("the same batch from two connections at once is stored once", async () => {
  const store = storeThrough(database().pool);
  const batch = makeBatch(Array.from({ length: 100 }, (_, n) => scan(n)));
  await Promise.all([store(batch), store(batch), store(batch)]);
  expect(await counts()).toEqual(all(100, 50));
});

test("several processes that record the same codes neither block each other nor lose a scan", async () => {
  const recorders = Array.from(
    { length: 4 },
    () => new ScanRecorder({ store: storeThrough(database().pool), maxBatch: 50 }),
  );
  for (const recorder of recorders) for (let n = 0; n < 1_000; n++) recorder.record(scan(n));
  await Promise.all(recorders.map((recorder) => recorder.flush()));
  expect(recorders.map(({ counts: { retries } }) => retries)).toEqual([0, 0, 0, 0]);
  expect(await counts()).toEqual(all(4_000, 2_000));
});

describe("while Postgres is away", () => {
  let wire: SeverableWire | undefined;
  afterEach(() => wire?.close());

  test("scans wait, and every one is stored once it is back", async () => {
    wire = await severableWire(database().url);
    const pool = createPool(wire.url, 2);
    const recorder = new ScanRecorder({ store: storeThrough(pool), flushMs: 5, firstRetryMs: 5 });
    for (let n = 0; n < 100; n++) recorder.record(scan(n));
    await recorder.flush();
    await wire.sever();
    for (let n = 0; n < 100; n++) recorder.record(scan(n));
    await expect.poll(() => recorder.counts.retries).toBeGreaterThan(1);
    expect(recorder.waiting).toBe(100);
    await wire.mend();
    await recorder.flush();
    expect(await counts()).toEqual(all(200, 100));
    await pool.end();
  });
});

describe("salts", () => {
  const now = Date.now();
  const tomorrow = now + 86_400_000;

  test("are the same in every process, tomorrow's too, before midnight", async () => {
    const [one, other] = [new VisitorSalts(database().pool), new VisitorSalts(database().pool)];
    expect(one.current(now)).not.toBe(other.current(now));
    await Promise.all([one.share(now), other.share(now)]);
    expect(one.current(now)).toBe(other.current(now));
    expect(one.current(tomorrow)).toBe(other.current(tomorrow));
    expect(one.current(now)).not.toBe(one.current(tomorrow));
  });

  test("are forgotten after two days", async () => {
    await database().pool.query(
      "INSERT INTO visitor_salts SELECT current_date - n, 'x' FROM generate_series(0, 5) AS n",
    );
    await new VisitorSalts(database().pool).forget(now);
    const { rows } = await database().pool.query("SELECT min(day)::text AS oldest FROM visitor_salts");
    expect(rows[0].oldest).toBe(dayText(Math.floor(now / 86_400_000) - 2));
  });

  test("are made here while Postgres is away", async () => {
    const pool = createPool("postgresql://postgres@127.0.0.1:9/none", 1);
    const salts = new VisitorSalts(pool);
    await expect(salts.share(now)).rejects.toThrow();
    expect(salts.current(now)).toMatch(/^[0-9a-f]{64}$/);
    await pool.end();
  });
});

test("scans of a month without a partition are kept, and moved once it has one", async () => {
  const { pool } = database();
  const far = Date.UTC(2031, 4, 15);
  const recorder = new ScanRecorder({ store: storeThrough(pool) });
  recorder.record(scan(1, far));
  recorder.record(scan(2, Date.UTC(2031, 5, 1)));
  await recorder.flush();
  const where = async () => {
    const { rows } = await pool.query("SELECT tableoid::regclass::text AS part FROM scan_events ORDER BY 1");
    return rows.map(({ part }) => part);
  };
  expect(await where()).toEqual(["scan_events_default", "scan_events_default"]);
  const made = await pool.query("SELECT ensure_scan_partitions('2031-05-20', 0) AS made");
  expect(made.rows[0].made).toBe(1);
  expect(await where()).toEqual(["scan_events_2031_05", "scan_events_default"]);
  const again = await pool.query("SELECT ensure_scan_partitions('2031-05-20', 0) AS made");
  expect(again.rows[0].made).toBe(0);
});
