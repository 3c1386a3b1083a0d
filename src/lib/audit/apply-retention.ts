import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { recordAudit } from "./record.ts";

/** Rows that are kept for so many days. */
export type Kept = {
  /** What they are, as the audit and the log call it. */
  what: string;
  days: number;
  /** Removes what is older than the instant, at most so many. @returns how many */
  remove: (tx: Prisma, before: Date, most: number) => Promise<number>;
};

const atOnce = 2_000;

/**
 * Removes what has been kept long enough, in small transactions, each of which writes down what it
 * removed. Days are UTC days, so that a run soon after another finds nothing.
 * @param isTimeUp asked before each transaction: the rest waits for the next time
 * @param most how many rows one transaction removes
 * @returns how many of each; null when nothing was due
 */
export async function applyRetention(
  db: PrismaRoot,
  kept: readonly Kept[],
  now: Date,
  isTimeUp: () => boolean = () => false,
  most = atOnce,
): Promise<Record<string, number> | null> {
  const report: Record<string, number> = {};
  for (const one of kept) {
    const before = keptSince(one.days, now);
    let removed = most;
    while (removed === most && !isTimeUp()) {
      removed = await db.$transaction((tx) => removeSome(tx, one, before, most, now));
      if (removed > 0) report[one.what] = (report[one.what] ?? 0) + removed;
    }
  }
  return Object.keys(report).length > 0 ? report : null;
}

/** The beginning of the first day that is kept. */
export function keptSince(days: number, now: Date): Date {
  return new Date(Math.floor(now.getTime() / dayMs) * dayMs - days * dayMs);
}

async function removeSome(tx: Prisma, { what, remove }: Kept, before: Date, most: number, now: Date) {
  const rows = await remove(tx, before, most);
  if (rows === 0) return 0;
  const after = { rows, before: before.toISOString() };
  const entry = { actor: "system", action: "retention.removed", subject: `retention:${what}` } as const;
  await recordAudit(tx, [{ ...entry, workspaceId: null, after }], now);
  return rows;
}
