import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import type { PrismaRoot } from "#platform/db/prisma.ts";
import { changeAccess } from "./change-access.ts";
import { endDueOverride, forgetAnswers } from "./manage-overrides.ts";
import { closeEnded } from "./manage-waivers.ts";
import * as store from "./store.ts";

const atOnce = 200;

/**
 * Writes down what has ended by its date, waivers and overrides, each once however many look, and
 * does what follows: codes are paused, or come back where a denial is over. `resolve` counts none
 * of it since its last instant, whether or not this has run.
 * @param isTimeUp asked between two: the rest waits for the next time
 */
export async function endDueGrants(
  db: PrismaRoot,
  now: Date,
  isTimeUp: () => boolean = () => false,
): Promise<number> {
  let done = 0;
  for (const waiver of await store.listDueWaivers(db, now, atOnce)) {
    if (isTimeUp()) return done;
    const isDone = await db.$transaction((tx) =>
      changeAccess(tx, waiver.workspaceId, now, () => endWaiver(tx, waiver), justBefore(waiver.endsAt, now)),
    );
    if (!isDone) continue;
    await gatekeeper().invalidateCache(waiver.workspaceId);
    done++;
  }
  for (const override of await store.listDueOverrides(db, now, atOnce)) {
    if (isTimeUp()) return done;
    const before = justBefore(override.endsAt, now);
    if (!(await db.$transaction((tx) => endDueOverride(tx, override, now, before)))) continue;
    await forgetAnswers(override);
    done++;
  }
  return done;
}

async function endWaiver(tx: Parameters<typeof store.findOpenWaiver>[0], due: store.Waiver) {
  const open = await store.findOpenWaiver(tx, due.workspaceId);
  if (open?.id !== due.id) return { result: false, audit: [] };
  return { result: true, audit: [await closeEnded(tx, open)] };
}

/** The last instant at which it counted, so that what it gave can be compared with. */
function justBefore(endsAt: Date | null, now: Date): Date {
  return endsAt === null ? now : new Date(endsAt.getTime() - 1);
}
