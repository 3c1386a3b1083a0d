import { admits } from "#lib/entitlements/gates.ts";
import type { Entitlements } from "#lib/entitlements/resolve.ts";
import { getScanHistory, type ScanHistory } from "#lib/scans/history.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { countAllScans } from "./store.ts";

/** `history` is null where the plan opens no details; then nothing of them was asked. */
export type CodeScans = { total: number; history: ScanHistory | null };

/** The scans of one code: how many there are, and what the plan shows beyond that. */
export async function getCodeScans(
  db: Prisma,
  viewer: Viewer,
  plan: Entitlements,
  codeId: string,
  now: Date,
  days: number,
): Promise<CodeScans> {
  const workspaceId = viewer.workspace.id;
  if (!admits(workspaceId, plan, "see_details")) {
    return { total: await countAllScans(db, { workspaceId, codeId }), history: null };
  }
  const history = await getScanHistory(db, workspaceId, codeId, now, days);
  return { total: history.total, history };
}
