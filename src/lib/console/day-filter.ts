import { z } from "zod";
import { dayMs } from "#shared/time.ts";
import { utcDay } from "#shared/utc-input.ts";

const day = utcDay.transform((text) => new Date(`${text}T00:00:00Z`));

/** A day of UTC, as date fields send it; null for what is none. */
export const dayFilter = day.nullable().catch(null);

/** The same where nothing may be guessed: an empty field is none, anything else is refused. */
export const strictDay = z
  .literal("")
  .transform(() => null)
  .or(day);

export function showDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** The end of a day that a list goes up to, that day included. */
export function endOfDay(at: Date): Date {
  return new Date(at.getTime() + dayMs);
}
