import type { Tier } from "#lib/entitlements/tiers.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { isOutage } from "#platform/db/outage.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { log } from "#platform/log/log.ts";
import { dayMs } from "#shared/time.ts";
import { type ChosenNotice, chooseNotice } from "./choose-notice.ts";
import { getUsage } from "./get-usage.ts";
import { listOpenNotices } from "./notice-store.ts";

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

async function readOpenNotice(db: Prisma, viewer: Viewer, now: Date): Promise<OpenNotice | null> {
  const since = new Date(now.getTime() - longestPeriodMs);
  const ids = await listOpenNotices(db, viewer.workspace.id, viewer.profileId, since);
  if (ids.length === 0) return null;
  const { meters, tier } = await getUsage(db, viewer, now);
  const chosen = chooseNotice(ids, meters);
  return chosen && { ...chosen, tier };
}
