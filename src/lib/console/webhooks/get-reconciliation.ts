import { requireAdmin } from "#lib/admin/guard.ts";
import { findProgress, type ReconcileProgress } from "#lib/billing/reconcile/progress.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";

/**
 * How far the reconciliation that runs has come, in whichever process, or what the last one found;
 * null before the first.
 * @throws Refusal `forbidden`
 */
export async function getReconciliation(db: Prisma, viewer: Viewer): Promise<ReconcileProgress | null> {
  requireAdmin(viewer);
  return findProgress(db);
}
