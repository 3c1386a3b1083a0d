import { dayMs } from "#shared/time.ts";

/** Days of Pro that a new workspace gets without a card. */
export const trialDays = 7;

/** @returns the instant at which a trial that starts at `now` ends */
export function trialEnd(now: Date): Date {
  return new Date(now.getTime() + trialDays * dayMs);
}

/** Whole days that are left, counted up: the last hours are still one day. 0 when it is over. */
export function trialDaysLeft(endsAt: Date | null, now: Date): number {
  if (!endsAt) return 0;
  return Math.max(0, Math.ceil((endsAt.getTime() - now.getTime()) / dayMs));
}
