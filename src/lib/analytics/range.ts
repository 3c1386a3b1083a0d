import { dayMs } from "#shared/time.ts";
import type { AnalyticsQuery } from "./query.ts";

/** The most days that one question may span: a leap year. */
export const longestDays = 366;

/** Whole UTC days, both included, `YYYY-MM-DD`. */
export type DayRange = { from: string; to: string; days: number };

type Period = Pick<AnalyticsQuery, "period" | "from" | "to">;

const dayText = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const dayStart = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** The first and the last day that a query asks for, none after today and at most a year in all. */
function askedDays(query: Period, now: Date): { from: number; to: number; today: number } {
  const today = dayStart(dayText(now.getTime()));
  const isCustom = query.period === "custom" && query.from !== null && query.to !== null;
  const to = isCustom && query.to !== null ? Math.min(dayStart(query.to), today) : today;
  const asked =
    isCustom && query.from !== null
      ? dayStart(query.from)
      : to - ((query.period === "custom" ? 30 : Number(query.period)) - 1) * dayMs;
  return { from: Math.min(to, Math.max(asked, to - (longestDays - 1) * dayMs)), to, today };
}

/** How many days back the first day lies that a query asks for, today counted. */
export function daysBack(query: Period, now: Date): number {
  const { from, today } = askedDays(query, now);
  return (today - from) / dayMs + 1;
}

/**
 * The days that a query asks for, cut to what there can be and may be seen: none after today,
 * at most a year, and no more than `historyDays` back. Always at least one day.
 * @param historyDays how far back the plan reaches, today counted; null is unlimited
 */
export function resolveRange(query: Period, now: Date, historyDays: number | null): DayRange {
  const { from: asked, to, today } = askedDays(query, now);
  const first =
    historyDays === null ? Number.NEGATIVE_INFINITY : today - (Math.max(1, historyDays) - 1) * dayMs;
  const end = Math.max(to, first);
  const from = Math.min(end, Math.max(asked, first));
  return { from: dayText(from), to: dayText(end), days: (end - from) / dayMs + 1 };
}

/** The instants of a range: from the first one, up to and without the second. */
export function rangeInstants({ from, to }: DayRange): { since: Date; before: Date } {
  return { since: new Date(dayStart(from)), before: new Date(dayStart(to) + dayMs) };
}
