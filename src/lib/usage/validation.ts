import { z } from "zod";
import { meters } from "./meters.ts";
import { thresholds } from "./thresholds.ts";

/** What a form tells of a notice that somebody puts away. */
export const noticeSchema = z.strictObject({
  meter: z.enum(meters),
  threshold: z.coerce.number().pipe(z.literal(thresholds)),
  period_start: z.iso.datetime().transform((iso) => new Date(iso)),
});
