import type { Tier } from "#lib/entitlements/tiers.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { type ChosenNotice, chooseNotice } from "./choose-notice.ts";
import { getUsage } from "./get-usage.ts";
import { listOpenNotices } from "./notice-store.ts";

export type OpenNotice = ChosenNotice & { tier: Tier };

/** No period is longer. */
const longestPeriodMs = 31 * dayMs;

/** The notice of their workspace's usage that the viewer sees now. Where there is none, usage is not read. */
export async function findOpenNotice(db: Prisma, viewer: Viewer, now: Date): Promise<OpenNotice | null> {
  const since = new Date(now.getTime() - longestPeriodMs);
  const ids = await listOpenNotices(db, viewer.workspace.id, viewer.profileId, since);
  if (ids.length === 0) return null;
  const { meters, tier } = await getUsage(db, viewer, now);
  const chosen = chooseNotice(ids, meters);
  return chosen && { ...chosen, tier };
}
