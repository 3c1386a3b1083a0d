import { z } from "zod";

const local = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** What a `datetime-local` field of the console shows for an instant: UTC, to the minute. */
export function toUtcInput(instant: Date | null): string {
  return instant?.toISOString().slice(0, 16) ?? "";
}

/** The instant out of such a field as ISO 8601 writes it; anything else is left as it is, to be refused. */
export function fromUtcInput(value: unknown): unknown {
  return typeof value === "string" && local.test(value) ? `${value}:00Z` : value;
}

/** An optional end typed into such a field; empty is none. */
export const utcEnd = z.preprocess(
  (value) => (value === "" || value === undefined ? null : fromUtcInput(value)),
  z.iso
    .datetime({ offset: true, error: "expiry_invalid" })
    .transform((text) => new Date(text))
    .nullable(),
);

/** A day as date fields send it, `2026-11-21`, that Postgres can hold: it has no year 0. */
export const utcDay = z.iso.date({ error: "invalid" }).refine((day) => day >= "0001", { error: "invalid" });
