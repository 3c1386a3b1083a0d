import type { Pool } from "pg";
import { log } from "#platform/log/log.ts";
import { hourMs, minuteMs, secondMs } from "#shared/time.ts";
import type { VisitorSalts } from "./visitor-salts.ts";

const everyMs = hourMs;
const firstRetryMs = 5 * secondMs;
const longestRetryMs = 5 * minuteMs;

/**
 * Keeps the tables of scans ready: partitions for the months to come, the salts of today and
 * tomorrow, and no batch ids older than a day (a batch is never tried again that late). The role
 * of DATABASE_URL must own scan_events: nobody else may attach a partition to it.
 * @returns a function that ends it
 */
export function startScanUpkeep(pool: Pool, salts: VisitorSalts): () => void {
  return repeatEach(steps(pool, salts));
}

/** The same once, for a platform where no process lives long enough to repeat it. */
export async function upkeepScans(pool: Pool, salts: VisitorSalts): Promise<void> {
  for (const work of Object.values(steps(pool, salts))) await work();
}

function steps(pool: Pool, salts: VisitorSalts): Record<string, () => Promise<unknown>> {
  return {
    // The sooner salts are shared, the fewer visitors are counted twice.
    "share salts": () => salts.share(Date.now()),
    "forget salts": () => salts.forget(Date.now()),
    "make partitions": () => pool.query("SELECT ensure_scan_partitions((now() AT TIME ZONE 'UTC')::date, 3)"),
    "forget batches": () =>
      pool.query("DELETE FROM scan_batches WHERE created_at < now() - interval '1 day'"),
  };
}

/**
 * Runs each step at once and then every hour, by itself: one that fails is logged and tried again,
 * after 5 seconds at first and every 5 minutes at last, and stops no other.
 * @returns a function that ends it
 */
export function repeatEach(steps: Record<string, () => Promise<unknown>>): () => void {
  const timers = new Map<string, NodeJS.Timeout>();
  let isStopped = false;
  const run = async (step: string, work: () => Promise<unknown>, retryMs: number) => {
    const next = await work().then(
      () => ({ inMs: everyMs, retryMs: firstRetryMs }),
      (err: unknown) => {
        log().warn({ err, step, retryMs }, "a step of the upkeep of scans will be tried again");
        return { inMs: retryMs, retryMs: Math.min(retryMs * 2, longestRetryMs) };
      },
    );
    if (!isStopped) timers.set(step, setTimeout(run, next.inMs, step, work, next.retryMs).unref());
  };
  for (const [step, work] of Object.entries(steps)) void run(step, work, firstRetryMs);
  return () => {
    isStopped = true;
    for (const timer of timers.values()) clearTimeout(timer);
  };
}
