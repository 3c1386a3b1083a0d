import { type Prisma, sql } from "#platform/db/prisma.ts";

/** What the database counts with every change of a row; the migration `revenue` says of which. */
export const figures = [
  "access",
  "mrr",
  "mrr_moved",
  "paid",
  "refunded",
  "signed_up",
  "trial",
  "trial_converted",
] as const;
export type Figure = (typeof figures)[number];

/** One sum of a figure. What is empty is not known, or means nothing there. */
export type Cell = {
  figure: Figure;
  /** `2026-11` or `2026-11-21`, in UTC. */
  time: string;
  currency: string;
  tier: string;
  interval: string;
  tag: string;
  count: number;
  minor: number;
};

const formats = { day: "YYYY-MM-DD", month: "YYYY-MM" } as const;

type Span = { from: Date; until?: Date; by: keyof typeof formats };

/** The sums of what happened from `from` to before `until`, by day or month. */
export function listCells(db: Prisma, of: readonly Figure[], { from, until, by }: Span): Promise<Cell[]> {
  const end = until ? sql`AND day < ${until}::date` : sql``;
  return db.$queryRaw<Cell[]>(sql`
    SELECT figure, to_char(day, ${formats[by]}) AS time, currency, tier, "interval", tag,
      sum(count)::float8 AS count, sum(minor)::float8 AS minor
    FROM (
      SELECT figure, day, currency, tier, "interval", tag, count, minor FROM figure_sums
        WHERE figure = ANY(${of}) AND day >= ${from}::date ${end}
      UNION ALL SELECT figure, day, currency, tier, "interval", tag, count, minor FROM figure_deltas
        WHERE figure = ANY(${of}) AND day >= ${from}::date ${end}
    ) counted
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(count) <> 0 OR sum(minor) <> 0
    ORDER BY 1, 2, 3, 4, 5, 6`);
}

/** The sums of what is, such as the MRR: it has no day. */
export function listStanding(db: Prisma, of: readonly Figure[]): Promise<Cell[]> {
  const epoch = new Date(0);
  return listCells(db, of, { from: epoch, until: new Date("1970-01-02T00:00:00Z"), by: "day" });
}

/** Adds what waits to the sums. Whoever reads meanwhile sees all of it, here or there. @returns how many */
export async function foldFigures(db: Prisma): Promise<number> {
  const [row] = await db.$queryRaw<{ folded: number }[]>(sql`
    WITH gone AS (DELETE FROM figure_deltas RETURNING *),
    added AS (
      INSERT INTO figure_sums AS s (figure, day, currency, tier, "interval", tag, count, minor)
      SELECT figure, day, currency, tier, "interval", tag, sum(count), sum(minor) FROM gone
      GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
      ON CONFLICT (figure, day, currency, tier, "interval", tag)
        DO UPDATE SET count = s.count + excluded.count, minor = s.minor + excluded.minor
    )
    SELECT count(*)::int AS folded FROM gone`);
  return row?.folded ?? 0;
}
