import { z } from "zod";
import { currencies, intervals, paidPlanNames } from "./plans.ts";

/** What a client may say of a purchase: never a price and never an amount. */
export const checkoutBody = z.strictObject({
  plan: z.enum(paidPlanNames),
  interval: z.enum(intervals),
  currency: z.enum(currencies).optional(),
});
