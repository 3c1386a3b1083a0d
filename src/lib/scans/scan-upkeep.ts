import type { Pool } from "pg";
import { log } from "#platform/log/log.ts";
import type { VisitorSalts } from "./visitor-salts.ts";

const everyMs = 60 * 60_000;
const retryMs = 5_000;

/**
 * Keeps the tables of scans ready: partitions for the months to come, the salts of today and
 * tomorrow, and no batch ids older than a day (a batch is never tried again that late).
 * @returns a function that ends it
 */
export function startScanUpkeep(pool: Pool, salts: VisitorSalts): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const run = async () => {
    const isDone = await keepUp(pool, salts);
    if (!isStopped) timer = setTimeout(run, isDone ? everyMs : retryMs).unref();
  };
  void run();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

async function keepUp(pool: Pool, salts: VisitorSalts): Promise<boolean> {
  // The salts first: the sooner they are shared, the fewer visitors are counted twice.
  if (!(await salts.refresh(Date.now()))) return false;
  try {
    await pool.query("SELECT ensure_scan_partitions((now() AT TIME ZONE 'UTC')::date, 3)");
    await pool.query("DELETE FROM scan_batches WHERE created_at < now() - interval '1 day'");
    return true;
  } catch (err) {
    log().warn({ err }, "the upkeep of scans will be tried again");
    return false;
  }
}
