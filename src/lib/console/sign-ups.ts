import { requireAdmin } from "#lib/admin/guard.ts";
import { listSignUpCounts, type SignUpCounts } from "#lib/workspaces/count-sign-ups.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";

export const countedDays = 30;

/**
 * Where new accounts came from, for whoever looks for misuse of the trial.
 * @throws Refusal `forbidden`
 */
export async function getSignUpCounts(db: Prisma, viewer: Viewer, now: Date): Promise<SignUpCounts> {
  requireAdmin(viewer);
  return listSignUpCounts(db, new Date(now.getTime() - countedDays * dayMs));
}
