import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import type { Tier } from "#lib/entitlements/tiers.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { isOutage } from "#platform/db/outage.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { log } from "#platform/log/log.ts";
import { dayMs } from "#shared/time.ts";
import { type ChosenNotice, chooseNotice } from "./choose-notice.ts";
import { findScanLimit } from "./hidden-scans.ts";
import { listOpenNotices } from "./notice-store.ts";
import { readMeters } from "./read-meters.ts";
import { findPeriod } from "./store.ts";

export type OpenNotice = ChosenNotice & { tier: Tier };

/** No period is longer. */
const longestPeriodMs = 31 * dayMs;

/**
 * The notice of their workspace's usage that the viewer sees now. Where there is none, usage is not
 * read; and where it cannot be read, the page that the notice would stand on is there all the same.
 */
export async function findOpenNotice(db: Prisma, viewer: Viewer, now: Date): Promise<OpenNotice | null> {
  try {
    return await readOpenNotice(db, viewer, now);
  } catch (err) {
    if (isOutage(err)) throw err;
    log().error({ err, workspaceId: viewer.workspace.id }, "the notices of a workspace's usage did not come");
    return null;
  }
}

/** Of the running period alone: this is on the way of every page. */
async function readOpenNotice(db: Prisma, viewer: Viewer, now: Date): Promise<OpenNotice | null> {
  const workspaceId = viewer.workspace.id;
  const since = new Date(now.getTime() - longestPeriodMs);
  const ids = await listOpenNotices(db, workspaceId, viewer.profileId, since);
  if (ids.length === 0) return null;
  const [entitlements, period, scanLimit] = await Promise.all([
    gatekeeper().getEntitlements(viewer, now),
    findPeriod(db, workspaceId, now),
    findScanLimit(db, workspaceId, now),
  ]);
  const asked = { workspaceId, entitlements, scanLimit, period, earlier: [] };
  const { meters } = await readMeters(db, asked, now);
  const chosen = chooseNotice(ids, meters);
  return chosen && { ...chosen, tier: entitlements.tier };
}
