import { type Prisma, sql } from "#platform/db/prisma.ts";
import { log } from "#platform/log/log.ts";

/**
 * Counts every figure's rows again and adds what its sums lack, so that one who wrote past the
 * triggers (a restore, a replica) leaves no wrong figure for longer than a day. Each is one
 * statement on one snapshot: who writes meanwhile is counted once.
 * @returns how many sums were wrong; each figure that was is logged
 */
export async function mendFigures(db: Prisma): Promise<number> {
  const triggers = await db.$queryRaw<{ name: string }[]>(sql`
    SELECT tgname AS name FROM pg_trigger
    WHERE tgfoid = 'count_figures'::regproc AND tgname LIKE '%\_inserted' ORDER BY 1`);
  let mended = 0;
  for (const { name } of triggers) {
    const sums = await db.$executeRaw(sql`
      INSERT INTO figure_deltas (figure, day, currency, tier, "interval", tag, count, minor)
      SELECT figure, day, currency, tier, "interval", tag, count, minor FROM figure_differences(${name})`);
    if (sums > 0) log().error({ figures: name, sums }, "figures said something else than their rows");
    mended += sums;
  }
  return mended;
}
