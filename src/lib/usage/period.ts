import { dayMs } from "#shared/time.ts";

/** From the start, up to and without the end: both 00:00 UTC. */
export type Period = { start: Date; end: Date };

/** The running period of a paid plan, as far as it is known. */
export type PaidPeriod = { periodStart: Date | null; periodEnd: Date | null };

/**
 * The day of the month, 1 to 31, on which periods begin: the one on which the live plan is billed,
 * else the one on which the workspace was made. Of the two ends of a paid period the later day is
 * the one that was meant: of two months in a row one at most is too short for it.
 */
export function billingDayOf({
  periodStart,
  periodEnd,
  createdAt,
}: PaidPeriod & { createdAt: Date }): number {
  const ends = [periodStart, periodEnd].filter((end) => end !== null);
  return ends.length > 0 ? Math.max(...ends.map((end) => end.getUTCDate())) : createdAt.getUTCDate();
}

/** 00:00 UTC of the day in a month counted from January of the year 0; a shorter month's last one. */
function startIn(month: number, billingDay: number): Date {
  const start = new Date(0);
  start.setUTCFullYear(0, month + 1, 0);
  if (billingDay < start.getUTCDate()) start.setUTCDate(billingDay);
  return start;
}

const monthOf = (at: Date) => at.getUTCFullYear() * 12 + at.getUTCMonth();

/** The month of usage that an instant is in. */
export function periodAt(billingDay: number, at: Date): Period {
  const month = monthOf(at) - (at < startIn(monthOf(at), billingDay) ? 1 : 0);
  return { start: startIn(month, billingDay), end: startIn(month + 1, billingDay) };
}

/** The last so many periods, the oldest first and the running one last. */
export function lastPeriods(billingDay: number, now: Date, count: number): Period[] {
  const last = monthOf(periodAt(billingDay, now).start);
  return Array.from({ length: count }, (_, index) => last - count + 1 + index).map((month) => ({
    start: startIn(month, billingDay),
    end: startIn(month + 1, billingDay),
  }));
}

/** The UTC days from a day's start on, the last one as far as it goes: `YYYY-MM-DD`. */
export function daysOf({ start, end }: Period): string[] {
  const count = Math.ceil((end.getTime() - start.getTime()) / dayMs);
  return Array.from({ length: count }, (_, index) => dayOf(new Date(start.getTime() + index * dayMs)));
}

/** The UTC day of an instant. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
