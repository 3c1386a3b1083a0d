import type { Tier } from "#lib/entitlements/tiers.ts";
import { dayMs } from "#shared/time.ts";
import type { DayUsage } from "./daily-store.ts";
import type { Overage } from "./estimate-overage.ts";
import { isHeld, type Meter } from "./meters.ts";
import { dayOf, daysOf, type Period } from "./period.ts";
import { judgeQuota, type QuotaState } from "./quota.ts";
import { type Threshold, thresholdOf } from "./thresholds.ts";

export type MeterUsage = QuotaState & {
  /** The highest share of the limit that was passed. */
  threshold: Threshold | null;
  /** The last periods, the oldest first and the running one last; of what is held, how many at their end. */
  history: { start: Date; used: number }[];
  /** The days of the running period so far; of what is held, how many at their end. */
  days: { day: string; used: number }[];
  /** What the period comes to if it goes on like this; null for what is held, and on the first day. */
  forecast: number | null;
};

export type UsageReport = {
  period: Period;
  tier: Tier;
  meters: MeterUsage[];
  /** What is beyond the limits at the plan's prices; null where nothing is paid for. Nobody is charged. */
  overage: Overage | null;
  /** Scans that were recorded and are not shown until an upgrade. */
  scansHidden: number;
};

/** What is known of a meter: its days since the first of the periods, and its counter where it has one. */
export type MeterFacts = {
  meter: Meter;
  limit: number | null;
  days: readonly DayUsage[];
  counter: { used: number; limitReachedAt: Date | null } | null;
};

/** @param periods the oldest first and the running one last */
export function describeMeter(facts: MeterFacts, periods: readonly Period[], now: Date): MeterUsage {
  const { meter, limit, counter } = facts;
  const period = periods.at(-1);
  if (!period) throw new Error("no period is given");
  const byDay = sumByDay(facts);
  const history = periods.map((each) => ({ start: each.start, used: usedIn(meter, byDay, each, now) }));
  const used = counter?.used ?? usedIn(meter, byDay, period, now);
  const state = judgeQuota(
    { meter, used, limitReachedAt: counter?.limitReachedAt ?? null, period },
    limit,
    now,
  );
  return {
    ...state,
    threshold: thresholdOf(used, limit),
    history: history.with(-1, { start: period.start, used }),
    days: daysOf({ start: period.start, end: now }).map((day) => ({
      day,
      used: isHeld(meter) ? heldOn(byDay, day) : (byDay.get(day) ?? 0),
    })),
    forecast: isHeld(meter) ? null : forecast(used, period, now),
  };
}

function sumByDay({ meter, days }: MeterFacts): Map<string, number> {
  return new Map(days.filter((each) => each.meter === meter).map(({ day, used }) => [day, used]));
}

function usedIn(meter: Meter, byDay: ReadonlyMap<string, number>, { start, end }: Period, now: Date): number {
  if (isHeld(meter)) return heldOn(byDay, dayOf(new Date(Math.min(end.getTime() - dayMs, now.getTime()))));
  return sum(byDay, (day) => day >= dayOf(start) && day < dayOf(end));
}

const heldOn = (changes: ReadonlyMap<string, number>, last: string) => sum(changes, (day) => day <= last);

function sum(byDay: ReadonlyMap<string, number>, isWanted: (day: string) => boolean): number {
  return [...byDay].reduce((total, [day, used]) => (isWanted(day) ? total + used : total), 0);
}

/** In proportion to the time that has passed; a first day tells nothing yet. */
function forecast(used: number, { start, end }: Period, now: Date): number | null {
  const passedMs = now.getTime() - start.getTime();
  return passedMs < dayMs ? null : Math.round((used * (end.getTime() - start.getTime())) / passedMs);
}
