import { z } from "zod";
import { utcDay } from "#shared/utc-input.ts";

/** Days up to today that can be chosen without typing a date. */
export const presetDays = [7, 30, 90] as const;

const period = z.enum(["7", "30", "90", "custom"]);
const day = utcDay.nullable();
const code = z.uuid({ error: "invalid" }).nullable();
const bots = z.enum(["with", "without"]);

export type AnalyticsQuery = {
  period: z.infer<typeof period>;
  /** UTC days, `YYYY-MM-DD`, both included; they count only while the period is `custom`. */
  from: string | null;
  to: string | null;
  /** One code of the workspace, or all of them. */
  code: string | null;
  bots: z.infer<typeof bots>;
};

/** For programs: what does not fit is refused by its name. Dates alone make the period `custom`. */
export const exportParametersSchema = z
  .strictObject({
    period: period.optional(),
    from: day.default(null),
    to: day.default(null),
    code: code.default(null),
    bots: bots.default("with"),
  })
  .transform((given, context): AnalyticsQuery => {
    const isCustom = given.period === "custom" || (given.period === undefined && given.from !== null);
    if (isCustom && (given.from === null || given.to === null || given.from > given.to)) {
      const path = [given.from === null ? "from" : "to"];
      context.addIssue({ code: "custom", message: "invalid", path });
    }
    return { ...given, period: given.period ?? (isCustom ? "custom" : "30") };
  });

/** For people: whatever does not fit in an address falls back. */
const forgivingSchema = z.object({
  period: period.catch("30"),
  from: day.catch(null),
  to: day.catch(null),
  code: code.catch(null),
  bots: bots.catch("without"),
});

/** Days that were chosen and make no range, the first one after the last; null where there are none. */
export function findTurnedRange(
  parameters: Record<string, string | string[] | undefined>,
): { from: string; to: string } | null {
  const { from, to } = parseAnalyticsQuery(parameters);
  const isChosen = firstOf(parameters.period) === "custom";
  return isChosen && from !== null && to !== null && from > to ? { from, to } : null;
}

const firstOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) || null;

/** Of a parameter that is repeated the first counts; dates that make no range give way to 30 days. */
export function parseAnalyticsQuery(
  parameters: Record<string, string | string[] | undefined>,
): AnalyticsQuery {
  const first = (name: string) => firstOf(parameters[name]);
  const query = forgivingSchema.parse({
    period: first("period"),
    from: first("from"),
    to: first("to"),
    code: first("code"),
    bots: first("bots"),
  });
  const isRange = query.from !== null && query.to !== null && query.from <= query.to;
  return query.period === "custom" && !isRange ? { ...query, period: "30" } : query;
}

/** The address's parameters of a query. */
export function analyticsParameters(query: AnalyticsQuery): Record<string, string> {
  const { from, to, code: chosen } = query;
  const range: Record<string, string> = query.period === "custom" && from && to ? { from, to } : {};
  return { period: query.period, ...range, ...(chosen ? { code: chosen } : {}), bots: query.bots };
}
