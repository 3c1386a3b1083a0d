import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import {
  listAccessFacts,
  listProjected,
  lockDueAccess,
  type ProjectedAccess,
  writeProjection,
} from "./projection-store.ts";
import { type AccessFacts, resolve } from "./resolve.ts";

const atOnce = 500;
const comparedAtOnce = 2_000;

/** What the sources give. A gate that stands open for everybody is a setting of the process, and not in it. */
function project(workspaceId: string, facts: AccessFacts, now: Date): ProjectedAccess {
  const { tier, source, nextChangeAt } = resolve(facts, now);
  return { workspaceId, tier, source, nextChangeAt };
}

/**
 * Writes down what the workspace may do, for lists and counts over many of them. Nothing is decided
 * by it; whoever changes the access calls it in the same transaction.
 * @param facts as they are after the change, read under the workspace's lock
 */
export async function projectAccess(
  tx: Prisma,
  workspaceId: string,
  facts: AccessFacts,
  now: Date,
): Promise<void> {
  await writeProjection(tx, [project(workspaceId, facts, now)]);
}

/**
 * Works out anew what time has changed, and what was changed past the product, which a trigger notes.
 * @param isTimeUp asked between two transactions: the rest waits for the next time
 * @returns how many workspaces were looked at
 */
export async function sweepProjection(
  db: PrismaRoot,
  now: Date,
  isTimeUp: () => boolean = () => false,
): Promise<number> {
  let done = 0;
  while (!isTimeUp()) {
    const swept = await db.$transaction(async (tx) => {
      const due = await lockDueAccess(tx, now, atOnce);
      // A statement of its own, begun when the rows are held: a later change waits, and then writes itself.
      const known = await listAccessFacts(tx, due);
      await writeProjection(
        tx,
        known.map(({ workspaceId, facts }) => project(workspaceId, facts, now)),
      );
      return due.length;
    });
    done += swept;
    if (swept < atOnce) break;
  }
  return done;
}

/**
 * The workspaces of which the projection says something else than `resolve`, though it is not due.
 * Reads all of them: for tests and the nightly run.
 */
export async function findMisprojected(db: Prisma, now: Date): Promise<string[]> {
  const found: string[] = [];
  let last: string | null = null;
  for (;;) {
    const some = await listProjected(db, now, last, comparedAtOnce);
    found.push(
      ...some
        .filter(({ row, facts }) => !isSame(row, project(row.workspaceId, facts, now)))
        .map(({ row }) => row.workspaceId),
    );
    if (some.length < comparedAtOnce) return found;
    last = some.at(-1)?.row.workspaceId ?? null;
  }
}

function isSame(a: ProjectedAccess, b: ProjectedAccess): boolean {
  return (
    a.tier === b.tier && a.source === b.source && a.nextChangeAt?.getTime() === b.nextChangeAt?.getTime()
  );
}
