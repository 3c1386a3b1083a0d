import { resolve } from "#lib/entitlements/resolve.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { env } from "#lib/env/server.ts";
import type { PrismaRoot } from "#platform/db/prisma.ts";
import { log } from "#platform/log/log.ts";
import { dayMs, minuteMs } from "#shared/time.ts";
import { dueNotices } from "./due-notices.ts";
import { insertNotice } from "./notice-store.ts";
import { enqueueUsageNotice } from "./notify.ts";
import { billingDayOf, lastPeriods } from "./period.ts";
import { readMeters } from "./read-meters.ts";
import { advance, findProgress } from "./roll-up-store.ts";
import { findBilling } from "./store.ts";
import * as store from "./tell-store.ts";

/** In `usage_progress`: the use since then has not been looked at. */
const looked = "usage_looked_at";
/** What a transaction that was open at the last look may have committed since. */
const overlapMs = minuteMs;

/**
 * Looks at every workspace that has used something since the last look: tells what share of a limit
 * was passed, once a period, and hides what is beyond the quota of scans.
 * @returns how many notices were given; null where nothing was used
 */
export async function tellUsage(
  db: PrismaRoot,
  now: Date,
  isTimeUp: () => boolean = () => false,
): Promise<number | null> {
  const since = (await findProgress(db, looked)) ?? new Date(now.getTime() - dayMs);
  const active = await store.listActiveWorkspaces(db, new Date(since.getTime() - overlapMs));
  let told = 0;
  for (const workspaceId of active) {
    // The next run begins with the same ones: who was told is not told again.
    if (isTimeUp()) return told;
    told += await tellWorkspace(db, workspaceId, now).catch((err: unknown) => {
      log().error({ err, workspaceId }, "the usage of a workspace could not be looked at");
      return 0;
    });
  }
  await advance(db, looked, now);
  return active.length === 0 ? null : told;
}

async function tellWorkspace(db: PrismaRoot, workspaceId: string, now: Date): Promise<number> {
  const [facts, billing] = await Promise.all([
    findAccessFacts(db, workspaceId),
    findBilling(db, workspaceId),
  ]);
  const entitlements = resolve(facts, now, env().GATEKEEPER_ENABLED);
  const [before, period] = lastPeriods(billingDayOf(billing), now, 2);
  if (!before || !period) throw new Error("there are always two periods");
  const scanLimit = entitlements.limits.trackedScans;
  const asked = { workspaceId, entitlements, scanLimit, period, earlier: [] };
  const [{ meters }, noticed] = await Promise.all([
    readMeters(db, asked, now),
    store.listNoticed(db, workspaceId, before.start),
  ]);
  let told = 0;
  for (const { notice, isTold } of dueNotices(meters, noticed, period)) {
    const passed = { ...notice, tier: entitlements.tier };
    if (isTold) await insertNotice(db, workspaceId, { ...notice, periodStart: period.start }, now);
    else if (await db.$transaction((tx) => enqueueUsageNotice(tx, workspaceId, passed, now))) told++;
  }
  return told;
}
