import { resolve } from "#lib/entitlements/resolve.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { env } from "#lib/env/server.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { countScans } from "./daily-store.ts";
import { fitScanOverruns, hiddenOf } from "./scan-overruns.ts";
import type { HiddenScans } from "./scan-store.ts";
import { findPeriod } from "./store.ts";

/**
 * How many scans the workspace's plan shows in a period; `null` is unlimited. What is said of a
 * person does not count: it hides nothing from the others, and shows them nothing.
 */
export async function findScanLimit(db: Prisma, workspaceId: string, now: Date): Promise<number | null> {
  const facts = await findAccessFacts(db, workspaceId);
  return resolve(facts, now, env().GATEKEEPER_ENABLED).limits.trackedScans;
}

/** Which of a workspace's scans are not shown, the oldest first. They are recorded all the same. */
export async function findHiddenScans(db: Prisma, workspaceId: string, now: Date): Promise<HiddenScans[]> {
  const [period, limit] = await Promise.all([
    findPeriod(db, workspaceId, now),
    findScanLimit(db, workspaceId, now),
  ]);
  const scans = limit === null ? 0 : await countScans(db, workspaceId, period);
  return hiddenOf(await fitScanOverruns(db, workspaceId, { period, scans, limit }, now));
}
