import { tzOffset } from "@date-fns/tz/tzOffset";
import { dayMs, hourMs, minuteMs } from "#shared/time.ts";

/** Why an expiry is refused; each is a key under `errors.fields`. */
export type ExpiryProblem = "expiry_invalid" | "expiry_past" | "expiry_far" | "expiry_zone";

export type ParsedExpiry = { ok: true; expiresAt: Date | null } | { ok: false; reason: ExpiryProblem };

/** An expiry lies at most this many years ahead. */
export const maxExpiryYears = 100;

/** From here on the list warns that a code is about to expire. */
const soonDays = 7;

// The value of an `input type=datetime-local` (HTML §2.3.5.5), seconds and their parts optional.
const localDateTime = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,3})?)?$/;

/** The zone in its canonical spelling, null when there is none of that name. */
function findTimeZone(timeZone: string): string | null {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch {
    // Intl has no other way to say that it does not know a zone.
    return null;
  }
}

/** A wall clock's reading as if it were UTC, in milliseconds; null when no calendar has it. */
function parseWallClock(text: string): number | null {
  const match = localDateTime.exec(text);
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const wall = new Date(0);
  wall.setUTCFullYear(year, month - 1, day);
  wall.setUTCHours(hour, minute, Number.isNaN(second) ? 0 : second);
  const isReal =
    wall.getUTCMonth() === month - 1 &&
    wall.getUTCDate() === day &&
    wall.getUTCHours() === hour &&
    wall.getUTCMinutes() === minute;
  return isReal ? wall.getTime() : null;
}

function offsetMs(timeZone: string, instant: number): number {
  return tzOffset(timeZone, new Date(instant)) * minuteMs;
}

/**
 * The instant at which a zone's clocks show `wall`. A time that occurs twice means the first,
 * one that is skipped is read with the offset from before the gap (RFC 5545 §3.3.5).
 */
function toInstant(wall: number, timeZone: string): number {
  const before = wall - offsetMs(timeZone, wall - dayMs);
  const after = wall - offsetMs(timeZone, wall + dayMs);
  const shows = (instant: number) => instant + offsetMs(timeZone, instant) === wall;
  return !shows(before) && shows(after) ? after : before;
}

/** Whether a code may expire at that instant: in the future, and not beyond a lifetime. */
export function checkExpiry(expiresAt: Date, now: Date): ExpiryProblem | null {
  if (Number.isNaN(expiresAt.getTime())) return "expiry_invalid";
  if (expiresAt <= now) return "expiry_past";
  const latest = new Date(now);
  latest.setUTCFullYear(now.getUTCFullYear() + maxExpiryYears);
  return expiresAt > latest ? "expiry_far" : null;
}

/**
 * Reads the moment from which a code no longer leads anywhere.
 *
 * @param localDateTime the value of a `datetime-local` field; empty means that it never expires
 * @param timeZone the IANA zone in which the person reads it
 */
export function parseExpiry(localDateTime: string, timeZone: string, now: Date): ParsedExpiry {
  const text = localDateTime.trim();
  if (text === "") return { ok: true, expiresAt: null };
  const zone = findTimeZone(timeZone);
  if (zone === null) return { ok: false, reason: "expiry_zone" };
  const wall = parseWallClock(text);
  if (wall === null) return { ok: false, reason: "expiry_invalid" };
  const expiresAt = new Date(toInstant(wall, zone));
  const problem = checkExpiry(expiresAt, now);
  if (problem) return { ok: false, reason: problem };
  return { ok: true, expiresAt };
}

/**
 * What a `datetime-local` field shows for an instant, to the minute.
 *
 * @throws RangeError when there is no such zone
 */
export function toLocalInput(date: Date, timeZone: string): string {
  const zone = findTimeZone(timeZone);
  if (zone === null) throw new RangeError(`unknown time zone: ${timeZone}`);
  return new Date(date.getTime() + offsetMs(zone, date.getTime())).toISOString().slice(0, 16);
}

/**
 * `soon` is at most 7 days away. `days` is 0 in the last 24 hours, then `hours` counts (never 0);
 * both are rounded, so that a code made to last three days says three from the first second.
 */
export type ExpiryDescription =
  | { kind: "none" }
  | { kind: "expired" }
  | { kind: "soon" | "later"; days: number; hours: number };

/** How a code's expiry reads at `now`: "Expires in 3 days". */
export function describeExpiry(expiresAt: Date | null, now: Date): ExpiryDescription {
  if (!expiresAt) return { kind: "none" };
  const leftMs = expiresAt.getTime() - now.getTime();
  if (leftMs <= 0) return { kind: "expired" };
  const hours = Math.max(1, Math.round(leftMs / hourMs));
  const days = hours < 24 ? 0 : Math.max(1, Math.round(leftMs / dayMs));
  return { kind: days <= soonDays ? "soon" : "later", days, hours };
}
