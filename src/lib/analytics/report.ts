import { getCode } from "#lib/codes/service.ts";
import { admits } from "#lib/entitlements/gates.ts";
import type { Entitlements } from "#lib/entitlements/resolve.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { PrismaRoot } from "#platform/db/prisma.ts";
import { log } from "#platform/log/log.ts";
import { once } from "#platform/process.ts";
import type { AnalyticsQuery } from "./query.ts";
import { type DayRange, resolveRange } from "./range.ts";
import * as store from "./store.ts";
import { Turns } from "./turns.ts";

export type DayFigures = { day: string; scans: number; visitors: number };
export type Ranking = { values: { value: string | null; scans: number }[]; all: number };
export type Details = {
  scans: number;
  visitors: number;
  days: DayFigures[];
  /** Without the countries where the plan does not open them. */
  rankings: Partial<Record<store.Dimension, Ranking>>;
};

export type Report = {
  /** Every scan so far, whatever the period. */
  total: number;
  codes: store.CodeChoice[];
  range: DayRange;
  /**
   * Null when the plan does not open them; then nothing of them was asked. The promise never
   * rejects (nobody may be there to hear it): null is what did not come.
   */
  details: Promise<Details | null> | null;
};

/**
 * The scans of a workspace or of one code. The details come later than the rest: they read events.
 * @throws Refusal `not_found` for a code of another workspace
 */
export async function getReport(
  db: PrismaRoot,
  viewer: Viewer,
  entitlements: Entitlements,
  query: AnalyticsQuery,
  now: Date,
): Promise<Report> {
  const workspaceId = viewer.workspace.id;
  const chosen = query.code === null ? null : await getCode(db, viewer, query.code);
  const range = resolveRange(query, now, entitlements.limits.analyticsDays);
  const counted = store.countAllScans(db, { workspaceId, codeId: query.code });
  if (!admits(workspaceId, entitlements, "see_details")) {
    return { total: await counted, codes: [], range, details: null };
  }
  const [total, choices] = await Promise.all([counted, store.listCodeChoices(db, workspaceId)]);
  const isListed = chosen === null || choices.some(({ id }) => id === chosen.id);
  const codes = isListed ? choices : [{ id: chosen.id, name: chosen.name }, ...choices];
  // Who may not tell bots apart sees every scan.
  const withBots = query.bots === "with" || !admits(workspaceId, entitlements, "tell_bots");
  const withCountries = admits(workspaceId, entitlements, "see_countries");
  const scope = { workspaceId, codeId: query.code, range, withBots };
  const details = turns()
    .take(() => getDetails(db, scope, withCountries))
    .catch((err: unknown) => {
      log().error({ err, workspaceId, days: range.days }, "the details of the analytics did not come");
      return null;
    });
  return { total, codes, range, details };
}

/** Two connections each: enough of the pool stays for visitors, however many reports are asked for. */
const reportsAtOnce = 2;
const turns = () => once("analytics.turns", () => new Turns(reportsAtOnce));

async function getDetails(db: PrismaRoot, scope: store.Scope, withCountries: boolean): Promise<Details> {
  const [days, visitors, ranked] = await Promise.all([
    store.countByDay(db, scope),
    store.countVisitorsByDay(db, scope),
    store.rankDimensions(db, scope, withCountries),
  ]);
  const figures = days.map((each) => ({ ...each, visitors: visitors.get(each.day) ?? 0 }));
  return {
    scans: sum(figures.map(({ scans }) => scans)),
    visitors: sum(figures.map((each) => each.visitors)),
    days: figures,
    rankings: rankingsOf(ranked),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

function rankingsOf(ranked: readonly store.Ranked[]): Details["rankings"] {
  const rankings: Details["rankings"] = {};
  for (const { dimension, value, scans, all } of ranked) {
    const ranking = rankings[dimension] ?? { values: [], all };
    ranking.values.push({ value, scans });
    rankings[dimension] = ranking;
  }
  return rankings;
}
