import { requireAdmin } from "#lib/admin/guard.ts";
import { getLatestComparison } from "#lib/revenue/compare-with-stripe.ts";
import { listCells, listStanding } from "#lib/revenue/figures-store.ts";
import { monthOf } from "#lib/revenue/months.ts";
import { getMrr, getRevenue } from "#lib/revenue/revenue.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { groupPeople } from "./group-people.ts";
import * as store from "./store.ts";

const signUpDays = 30;
const recentSignUps = 10;

export type Overview = Awaited<ReturnType<typeof getOverview>>;

/**
 * The company on one page: who has what, what comes in, who came, and what needs a person.
 * @throws Refusal `forbidden`
 */
export async function getOverview(db: Prisma, viewer: Viewer, now: Date) {
  requireAdmin(viewer);
  const days = Array.from({ length: signUpDays }, (_, index) =>
    new Date(now.getTime() - (signUpDays - 1 - index) * dayMs).toISOString().slice(0, 10),
  );
  const from = new Date(`${days[0]}T00:00:00Z`);
  const [people, revenue, mrr, signUps, recent, attention, comparison] = await Promise.all([
    listStanding(db, ["access"]),
    getRevenue(db, viewer, monthOf(now)),
    getMrr(db, viewer, now),
    listCells(db, ["signed_up"], { from, by: "day" }),
    store.listRecentSignUps(db, recentSignUps),
    store.countAttention(db),
    getLatestComparison(db, viewer),
  ]);
  const signedUp = new Map(signUps.map(({ time, count }) => [time, count]));
  return {
    people: groupPeople(people),
    revenue,
    mrr,
    signUps: days.map((day) => ({ day, count: signedUp.get(day) ?? 0 })),
    // Of the month before, whose trials have ended but for the last; where there were none, of this one.
    cohort: revenue.cohorts.slice(-2).find(({ trials }) => trials > 0) ?? revenue.cohorts.at(-1) ?? null,
    recent,
    attention: { ...attention, drift: comparison?.differenceCount ?? null },
  };
}
