import { admits } from "#lib/entitlements/gates.ts";
import type { Entitlements } from "#lib/entitlements/resolve.ts";
import { type DayOfScans, getScanHistory, type ScanHistory } from "#lib/scans/history.ts";
import { findHiddenScans } from "#lib/usage/hidden-scans.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { countHiddenByDay } from "./hidden-days.ts";
import { countAllScans, type Scope } from "./store.ts";

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
  const [history, hidden] = await Promise.all([
    getScanHistory(db, workspaceId, codeId, now, days),
    findHiddenScans(db, workspaceId, now),
  ]);
  const shown = await leaveOutHidden(db, { workspaceId, codeId, hidden }, history.days);
  return { total: history.total, history: { ...history, days: shown } };
}

/** The days without the scans that the plan does not show; how many there are in all stays true. */
async function leaveOutHidden(
  db: Prisma,
  about: Pick<Scope, "workspaceId" | "codeId" | "hidden">,
  days: readonly DayOfScans[],
): Promise<DayOfScans[]> {
  const [from, to] = [days[0]?.day, days.at(-1)?.day];
  if (from === undefined || to === undefined || about.hidden.length === 0) return [...days];
  const scope = { ...about, range: { from, to, days: days.length } };
  const people = days.map(({ day, scans, botScans }) => ({ day, scans: scans - botScans }));
  const [hidden, hiddenPeople] = await Promise.all([
    countHiddenByDay(db, { ...scope, withBots: true }, days),
    countHiddenByDay(db, { ...scope, withBots: false }, people),
  ]);
  return days.map(({ day, scans, botScans }) => {
    const left = hidden.get(day) ?? 0;
    return { day, scans: scans - left, botScans: botScans - left + (hiddenPeople.get(day) ?? 0) };
  });
}
