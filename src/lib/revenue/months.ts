/** A month in UTC as `2026-11`. */
export type Month = string;

/** Months are counted from year 0. */
const numberOf = (month: Month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
const nameOf = (number: number): Month =>
  `${String(Math.floor(number / 12)).padStart(4, "0")}-${String((number % 12) + 1).padStart(2, "0")}`;

export function monthOf(at: Date): Month {
  return at.toISOString().slice(0, 7);
}

export function startOf(month: Month): Date {
  return new Date(`${month}-01T00:00:00Z`);
}

export function monthAfter(month: Month, months = 1): Month {
  return nameOf(numberOf(month) + months);
}

/** So many months up to this one, the oldest first. */
export function monthsUntil(month: Month, count: number): Month[] {
  return Array.from({ length: count }, (_, index) => monthAfter(month, index - count + 1));
}
