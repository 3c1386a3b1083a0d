import { createHash } from "node:crypto";
import { getCode } from "#lib/codes/service.ts";
import { lowestTierWithMore } from "#lib/entitlements/check-access.ts";
import { admits, cutToReach } from "#lib/entitlements/gates.ts";
import type { Entitlements } from "#lib/entitlements/resolve.ts";
import { findHiddenScans } from "#lib/usage/hidden-scans.ts";
import type { QuotaState } from "#lib/usage/quota.ts";
import { tryQuota } from "#lib/usage/take-quota.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { PrismaRoot } from "#platform/db/prisma.ts";
import { log } from "#platform/log/log.ts";
import { once } from "#platform/process.ts";
import { Turns } from "#platform/turns.ts";
import { hourMs } from "#shared/time.ts";
import { countHiddenByDay } from "./hidden-days.ts";
import type { AnalyticsQuery } from "./query.ts";
import { type DayRange, daysBack, resolveRange } from "./range.ts";
import * as store from "./store.ts";

export type DayFigures = { day: string; scans: number; visitors: number };
export type Ranking = { values: { value: string | null; scans: number }[]; all: number };
export type Details = {
  scans: number;
  visitors: number;
  days: DayFigures[];
  /** How many scans of the period are beyond the quota and not shown. */
  hidden: number;
  /** Without the countries where the plan does not open them. */
  rankings: Partial<Record<store.Dimension, Ranking>>;
};

export type Report = {
  /** Every scan so far, whatever the period. */
  total: number;
  codes: store.CodeChoice[];
  range: DayRange;
  /** How many days back the plan reaches, where the query asked for more; else null. */
  cut: { days: number; isDenied: boolean } | null;
  /** Where the quota of such questions stands; null where none was counted. */
  quota: QuotaState | null;
  /**
   * Null when the plan does not open them, or the quota is used up; then nothing of them was asked. The promise never
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
  const counted = store.countAllScans(db, { workspaceId, codeId: query.code });
  if (!admits(workspaceId, entitlements, "see_details")) {
    const range = resolveRange(query, now, entitlements.limits.analyticsDays);
    return { total: await counted, codes: [], range, cut: null, quota: null, details: null };
  }
  const { range, cut } = seenRange(workspaceId, entitlements, query, now);
  const [total, choices, hidden, { isTaken, state: quota }] = await Promise.all([
    counted,
    store.listCodeChoices(db, workspaceId),
    findHiddenScans(db, workspaceId, now),
    tryQuota(db, viewer, entitlements, "analyticsQueries", now, questionKey(viewer, query, now)),
  ]);
  const isListed = chosen === null || choices.some(({ id }) => id === chosen.id);
  const codes = isListed ? choices : [{ id: chosen.id, name: chosen.name }, ...choices];
  const rest = { total, codes, range, cut, quota };
  if (!isTaken) return { ...rest, details: null };
  // Who may not tell bots apart sees every scan.
  const withBots = query.bots === "with" || !admits(workspaceId, entitlements, "tell_bots");
  const withCountries = admits(workspaceId, entitlements, "see_countries");
  const scope = { workspaceId, codeId: query.code, range, withBots, hidden };
  const details = turns()
    .take(() => getDetails(db, scope, withCountries))
    .catch((err: unknown) => {
      log().error({ err, workspaceId, days: range.days }, "the details of the analytics did not come");
      return null;
    });
  return { ...rest, details };
}

/** The same question of the same person is one within an hour: who loads a page again asks nothing new. */
function questionKey({ profileId }: Viewer, query: AnalyticsQuery, now: Date): string {
  const asked = JSON.stringify([profileId, query, Math.floor(now.getTime() / hourMs)]);
  return createHash("sha256").update(asked).digest("base64url");
}

/** The days of a query as far as the plan reaches back. */
export function seenRange(
  workspaceId: string,
  entitlements: Entitlements,
  query: AnalyticsQuery,
  now: Date,
): Pick<Report, "range" | "cut"> {
  const asked = daysBack(query, now);
  const seen = Math.max(1, cutToReach(workspaceId, entitlements, "look_back", asked));
  const isDenied = lowestTierWithMore(entitlements, "analyticsDays") === null;
  return { range: resolveRange(query, now, seen), cut: seen < asked ? { days: seen, isDenied } : null };
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
  const hidden = await countHiddenByDay(db, scope, days);
  const figures = days.map(({ day, scans }) => ({
    day,
    scans: scans - (hidden.get(day) ?? 0),
    visitors: visitors.get(day) ?? 0,
  }));
  return {
    scans: sum(figures.map(({ scans }) => scans)),
    visitors: sum(figures.map((each) => each.visitors)),
    days: figures,
    hidden: sum([...hidden.values()]),
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
