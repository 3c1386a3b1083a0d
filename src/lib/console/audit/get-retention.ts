import { requireAdmin } from "#lib/admin/guard.ts";
import { env } from "#lib/env/server.ts";
import { keptRows } from "#lib/jobs/kept-rows.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import * as store from "./store.ts";

/** Of the latest removals: a day's are a few for each kind of rows. */
const removalsRead = 200;

export type KeptFor = {
  /** As the audit calls it: `audit_money`, `deliveries`. */
  what: string;
  days: number;
  /** What the last run that found something has removed; null where none is told of. */
  last: { at: Date; rows: number } | null;
};

/** How long rows are kept, and what was removed last of each kind. @throws Refusal `forbidden` */
export async function getRetention(db: Prisma, viewer: Viewer): Promise<KeptFor[]> {
  requireAdmin(viewer);
  const removals = await store.listRemovals(db, removalsRead);
  return keptRows(env()).map(({ what, days }) => {
    const mine = removals.filter(({ subject }) => subject === `retention:${what}`);
    const newest = mine[0];
    if (newest === undefined) return { what, days, last: null };
    // One run removes in several transactions, all up to the same instant.
    const run = mine.filter(({ after }) => beforeIn(after) === beforeIn(newest.after));
    return {
      what,
      days,
      last: { at: newest.at, rows: run.reduce((sum, { after }) => sum + rowsIn(after), 0) },
    };
  });
}

function rowsIn(after: unknown): number {
  return Number((after as { rows?: unknown } | null)?.rows ?? 0);
}

function beforeIn(after: unknown): unknown {
  return (after as { before?: unknown } | null)?.before;
}
