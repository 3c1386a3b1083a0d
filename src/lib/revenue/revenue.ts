import { requireAdmin } from "#lib/admin/guard.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { listCells, listStanding } from "./figures-store.ts";
import { type Month, monthAfter, monthOf, monthsUntil, startOf } from "./months.ts";
import { dimensions, sumCohorts, sumMoney, sumMrr } from "./sum-cells.ts";

const monthsShown = 12;
const movementDays = 30;

export type Revenue = Awaited<ReturnType<typeof getRevenue>>;
export type MrrFigures = Awaited<ReturnType<typeof getMrr>>;

/**
 * What was paid in a month and in the twelve up to it, apart by currency, and told apart by plan,
 * interval and discount; how trials of those months have gone on.
 * @throws Refusal `forbidden`
 */
export async function getRevenue(db: Prisma, viewer: Viewer, month: Month) {
  requireAdmin(viewer);
  const months = monthsUntil(month, monthsShown);
  const cells = await listCells(db, ["paid", "refunded", "trial", "trial_converted"], {
    from: startOf(months[0] ?? month),
    until: startOf(monthAfter(month)),
    by: "month",
  });
  const inMonth = cells.filter(({ time }) => time === month);
  return {
    month,
    months,
    total: sumMoney(inMonth, () => ""),
    by: dimensions.map((dimension) => ({ dimension, rows: sumMoney(inMonth, (cell) => cell[dimension]) })),
    byMonth: sumMoney(cells, ({ time }) => time),
    cohorts: sumCohorts(cells, months),
  };
}

/**
 * What is paid a month now, by plan and in all, and how that has changed within thirty days.
 * @throws Refusal `forbidden`
 */
export async function getMrr(db: Prisma, viewer: Viewer, now: Date) {
  requireAdmin(viewer);
  const from = new Date(now.getTime() - (movementDays - 1) * dayMs);
  const [standing, moved] = await Promise.all([
    listStanding(db, ["mrr"]),
    listCells(db, ["mrr_moved"], { from, by: "month" }),
  ]);
  const movements = new Map<string, { kind: string; currency: string; count: number; minor: number }>();
  for (const { tag: kind, currency, count, minor } of moved) {
    const sum = movements.get(`${kind} ${currency}`) ?? { kind, currency, count: 0, minor: 0 };
    movements.set(`${kind} ${currency}`, { ...sum, count: sum.count + count, minor: sum.minor + minor });
  }
  return {
    total: sumMrr(standing, false),
    byPlan: sumMrr(standing, true),
    movements: [...movements.values()],
    movementDays,
    movedFrom: from.toISOString().slice(0, 10),
  };
}

/** The month that an address asks for, or the one that it is; nothing of the future is known. */
export function monthAsked(asked: Month | null, now: Date): Month {
  const current = monthOf(now);
  return asked !== null && asked <= current ? asked : current;
}
