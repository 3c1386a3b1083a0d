export type Recurring = { interval: string; interval_count: number };

const day = 24 * 3600;

/** The n-th boundary after an anchor, in unix seconds; months keep the anchor's day where it exists. */
export function boundaryAfter(anchor: number, recurring: Recurring, count: number): number {
  const steps = recurring.interval_count * count;
  if (recurring.interval === "day") return anchor + steps * day;
  if (recurring.interval === "week") return anchor + steps * 7 * day;
  return addMonths(anchor, recurring.interval === "year" ? steps * 12 : steps);
}

/** The first boundary that lies after `after`. */
export function nextBoundary(anchor: number, recurring: Recurring, after: number): number {
  for (let count = 1; count < 100_000; count += 1) {
    const boundary = boundaryAfter(anchor, recurring, count);
    if (boundary > after) return boundary;
  }
  throw new Error("The period is too far away");
}

export function addMonths(time: number, months: number): number {
  const date = new Date(time * 1000);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return Math.floor(date.getTime() / 1000);
}

/** The share of an amount for what is left of a period, by the second, in minor units. */
export function shareOf(amount: number, left: number, whole: number): number {
  return whole <= 0 ? 0 : Math.round((amount * left) / whole);
}
