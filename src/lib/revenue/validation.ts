import { z } from "zod";
import { currencies } from "#lib/billing/plans.ts";
import { lineOfText } from "#shared/text.ts";
import { utcDay } from "#shared/utc-input.ts";

/** Lists of the rows behind a figure. */
export const rowLists = ["paid", "refunded", "mrr", "moved", "trials"] as const;
export type RowList = (typeof rowLists)[number];

const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/);
const word = z.string().regex(/^[a-z_]{1,30}$/);
/** What a row does not tell. */
export const unknown = "unknown";

/** Rows have ids of Stripe's, of Postgres's counters or of our own. */
const rowPlace = z
  .string()
  .regex(/^\d{1,15}_[\w-]{1,255}$/)
  .transform((text) => {
    const cut = text.indexOf("_");
    return { at: new Date(Number(text.slice(0, cut))), id: text.slice(cut + 1) };
  });

const stripeId = /^\w+$/;
const idShapes: Record<RowList, RegExp> = {
  paid: stripeId,
  refunded: stripeId,
  mrr: stripeId,
  moved: /^\d{1,18}$/,
  trials: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
};

/** For people: whatever does not fit in an address falls back. */
export const rowsQuery = z
  .object({
    figure: z.enum(rowLists).catch("paid"),
    month: month.nullable().catch(null),
    since: utcDay.nullable().catch(null),
    currency: word.nullable().catch(null),
    tier: word.nullable().catch(null),
    interval: word.nullable().catch(null),
    /** Whether discounted, the kind of movement, whether converted. */
    tag: word.nullable().catch(null),
    after: rowPlace.nullable().catch(null),
  })
  .transform((query) => ({
    ...query,
    after: query.after && idShapes[query.figure].test(query.after.id) ? query.after : null,
  }));
export type RowsQuery = z.output<typeof rowsQuery>;

export const revenueQuery = z.object({
  month: month.nullable().catch(null),
  /** The currency that all are shown in, where there are rates. */
  into: z.enum(currencies).nullable().catch(null),
});

const longestRate = 12;

/** A rate as people write one: `4.0215`, with a comma or a point. In millionths. */
const rateMicros = z
  .string({ error: "required" })
  .trim()
  .max(longestRate, { error: "rate" })
  .regex(/^\d{1,5}([.,]\d{1,6})?$/, { error: "rate" })
  .transform((text) => {
    const [whole = "0", part = ""] = text.replace(",", ".").split(".");
    return Number(whole) * 1_000_000 + Number(part.padEnd(6, "0"));
  })
  .refine((micros) => micros > 0, { error: "rate" });

export const rateBody = z
  .strictObject({
    currency: z.enum(currencies),
    into: z.enum(currencies),
    rate: rateMicros,
    day: z.iso.date({ error: "required" }),
    source: lineOfText(100).min(1, { error: "required" }),
  })
  .refine(({ currency, into }) => currency !== into, { path: ["into"], error: "rate_currencies" });
export type RateBody = z.output<typeof rateBody>;

export const nothing = z.strictObject({});

/** What narrows a list, as an address carries it. */
export function showFilter({ after: _, ...filter }: RowsQuery): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}
