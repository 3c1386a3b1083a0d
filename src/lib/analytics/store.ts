import type { HiddenScans } from "#lib/usage/scan-store.ts";
import { type Prisma, type PrismaRoot, sql } from "#platform/db/prisma.ts";
import { type DayRange, rangeInstants } from "./range.ts";

/** Which scans a question is about. */
export type Scope = {
  workspaceId: string;
  /** One code, or null for all of the workspace that are not deleted. */
  codeId: string | null;
  range: DayRange;
  withBots: boolean;
  /** Those that the plan does not show, because they are beyond its quota. */
  hidden: readonly HiddenScans[];
};

export type DayCount = { day: string; scans: number };
export type Dimension = "country" | "device" | "browser" | "os" | "referrer";
/** `value` is null where it was not recorded; `all` counts every scan of the dimension. */
export type Ranked = { dimension: Dimension; value: string | null; scans: number; all: number };
export type CodeChoice = { id: string; name: string };

/** A question over events that takes longer is given up: a shorter period has an answer. */
const eventsTimeoutMs = 5_000;
/** What keeps the hashes of some hundred thousand visitors off the disk. */
const eventsMemory = "48MB";
/** How many values of a dimension are told apart; the rest is one sum. */
export const rankedValues = 8;
/** How many codes there are to choose from. */
const choices = 100;

const codesOf = ({ workspaceId, codeId }: Pick<Scope, "workspaceId" | "codeId">) => sql`
  c.workspace_id = ${workspaceId}::uuid AND c.deleted_at IS NULL
  ${codeId === null ? sql`` : sql`AND c.id = ${codeId}::uuid`}`;

/** Nothing of what is hidden: a condition for events `e`. */
export const notHidden = ({ hidden }: Pick<Scope, "hidden">) =>
  hidden.reduce(
    (all, { from, until }) => sql`${all} AND NOT (e.scanned_at >= ${from} AND e.scanned_at < ${until})`,
    sql``,
  );

export const eventsOf = (scope: Scope) => {
  const { since, before } = rangeInstants(scope.range);
  return sql`
    FROM scan_events e
    WHERE e.qr_code_id IN (SELECT c.id FROM qr_codes c WHERE ${codesOf(scope)})
      AND e.scanned_at >= ${since} AND e.scanned_at < ${before}
      ${scope.withBots ? sql`` : sql`AND NOT e.is_bot`} ${notHidden(scope)}`;
};

/** Every scan so far, those of bots included. */
export async function countAllScans(
  db: Prisma,
  scope: Pick<Scope, "workspaceId" | "codeId">,
): Promise<number> {
  const [row] = await db.$queryRaw<{ scans: bigint | null }[]>(
    sql`SELECT sum(t.scans)::bigint AS scans FROM qr_codes c JOIN scan_totals t ON t.qr_code_id = c.id
        WHERE ${codesOf(scope)}`,
  );
  return Number(row?.scans ?? 0);
}

/** One entry for each UTC day of the range, days without a scan included, and scans that are hidden. */
export async function countByDay(db: Prisma, scope: Scope): Promise<DayCount[]> {
  const { from, to } = scope.range;
  const counted = scope.withBots ? sql`s.scans` : sql`s.scans - s.bot_scans`;
  const rows = await db.$queryRaw<{ day: string; scans: bigint | null }[]>(
    sql`SELECT to_char(d.day, 'YYYY-MM-DD') AS day, s.scans
        FROM generate_series(${from}::date, ${to}::date, interval '1 day') AS d(day)
        LEFT JOIN (
          SELECT s.day, sum(${counted}) AS scans FROM qr_codes c JOIN scan_daily s ON s.qr_code_id = c.id
          WHERE ${codesOf(scope)} AND s.day BETWEEN ${from}::date AND ${to}::date
          GROUP BY s.day
        ) s ON s.day = d.day::date
        ORDER BY d.day`,
  );
  return rows.map(({ day, scans }) => ({ day, scans: Number(scans ?? 0) }));
}

/**
 * Different visitors of each UTC day. A hash stands for one visitor on one day only, so somebody
 * who comes on two days is two.
 */
export function countVisitorsByDay(db: PrismaRoot, scope: Scope): Promise<Map<string, number>> {
  return withinTime(db, async (tx) => {
    const rows = await tx.$queryRaw<{ day: string; visitors: bigint }[]>(
      // Grouped by the hash alone, which belongs to one day: half the work of both.
      sql`SELECT to_char(v.day, 'YYYY-MM-DD') AS day, count(*) AS visitors
          FROM (SELECT (min(e.scanned_at) AT TIME ZONE 'UTC')::date AS day ${eventsOf(scope)}
                GROUP BY e.visitor_hash) v
          GROUP BY v.day`,
    );
    return new Map(rows.map(({ day, visitors }) => [day, Number(visitors)]));
  });
}

/**
 * The most frequent values of every dimension. The events are read once, into their few different
 * combinations; the dimensions are summed up from those.
 * @param withCountries false leaves the countries unread
 */
export function rankDimensions(db: PrismaRoot, scope: Scope, withCountries: boolean): Promise<Ranked[]> {
  const country = withCountries ? sql`e.country` : sql`NULL::text`;
  return withinTime(db, async (tx) => {
    const rows = await tx.$queryRaw<(Omit<Ranked, "scans" | "all"> & { scans: bigint; all: bigint })[]>(
      sql`WITH combinations AS MATERIALIZED (
            SELECT ${country} AS country, e.device, e.browser, e.os, e.referrer_host, count(*) AS scans
            ${eventsOf(scope)}
            GROUP BY 1, 2, 3, 4, 5
          ), counted AS (
            SELECT CASE GROUPING(country, device, browser, os, referrer_host)
                     WHEN 15 THEN 'country' WHEN 23 THEN 'device' WHEN 27 THEN 'browser'
                     WHEN 29 THEN 'os' ELSE 'referrer' END AS dimension,
                   COALESCE(country, device, browser, os, referrer_host) AS value,
                   sum(scans)::bigint AS scans
            FROM combinations
            GROUP BY GROUPING SETS ((country), (device), (browser), (os), (referrer_host))
          ), ranked AS (
            SELECT *, (sum(scans) OVER (PARTITION BY dimension))::bigint AS "all",
                   row_number() OVER (PARTITION BY dimension ORDER BY scans DESC, value) AS rank
            FROM counted
          )
          SELECT dimension, value, scans, "all" FROM ranked WHERE rank <= ${rankedValues}::int
          ORDER BY dimension, rank`,
    );
    return rows
      .filter(({ dimension }) => withCountries || dimension !== "country")
      .map((row) => ({ ...row, scans: Number(row.scans), all: Number(row.all) }));
  });
}

/** The codes with the most scans, to choose from. */
export function listCodeChoices(db: Prisma, workspaceId: string): Promise<CodeChoice[]> {
  return db.$queryRaw<CodeChoice[]>(
    sql`SELECT c.id, c.name FROM qr_codes c LEFT JOIN scan_totals t ON t.qr_code_id = c.id
        WHERE ${codesOf({ workspaceId, codeId: null })}
        ORDER BY COALESCE(t.scans, 0) DESC, c.created_at DESC, c.id LIMIT ${choices}`,
  );
}

/** `SET LOCAL` ends with the transaction, so that it also holds behind a pooler. */
function withinTime<T>(db: PrismaRoot, ask: (tx: Prisma) => Promise<T>): Promise<T> {
  return db.$transaction(
    async (tx) => {
      await tx.$queryRaw(
        sql`SELECT set_config('statement_timeout', ${String(eventsTimeoutMs)}, true),
                   set_config('work_mem', ${eventsMemory}, true)`,
      );
      return ask(tx);
    },
    { timeout: 2 * eventsTimeoutMs, maxWait: eventsTimeoutMs },
  );
}
