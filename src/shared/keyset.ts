import { z } from "zod";

/**
 * The place of a row in a list that goes from the newest to the oldest: the next page begins after it.
 * @param id what the list's ids look like
 */
export function placeWith(id: z.ZodType<string, string>) {
  return z
    .string()
    .regex(/^\d{1,15}_/)
    .transform((text) => {
      const cut = text.indexOf("_");
      return { at: new Date(Number(text.slice(0, cut))), id: text.slice(cut + 1) };
    })
    .pipe(z.object({ at: z.date(), id }));
}

/** A place in a list whose ids are UUIDs. */
export const place = placeWith(z.uuid());
export type Place = z.output<typeof place>;

/** A place as addresses carry it. */
export function showPlace({ at, id }: Place): string {
  return `${at.getTime()}_${id}`;
}

export type Page<Row> = {
  rows: Row[];
  /** Where the next page begins; null on the last. */
  next: Place | null;
};

/** @param found one more than fits, where there is a next page */
export function toPage<Row>(found: Row[], rowsPerPage: number, placeOf: (row: Row) => Place): Page<Row> {
  const rows = found.slice(0, rowsPerPage);
  const last = rows.at(-1);
  return { rows, next: found.length > rowsPerPage && last ? placeOf(last) : null };
}
