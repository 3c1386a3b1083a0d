import { z } from "zod";
import type { Target } from "./change-plan/decide-change.ts";
import { currencies, type Interval, intervals, type PlanName, paidPlanNames, planNames } from "./plans.ts";

/** A code that lowers a price, as Stripe takes them; capital letters make no difference there. */
export const discountCode = z
  .string({ error: "required" })
  .trim()
  .min(1, { error: "required", abort: true })
  .max(100, { error: "too_long" })
  .regex(/^[A-Za-z0-9-]+$/, { error: "discount_characters" });

/** What a client may say of a purchase: never a price and never an amount. */
export const checkoutBody = z.strictObject({
  plan: z.enum(paidPlanNames),
  interval: z.enum(intervals),
  currency: z.enum(currencies).optional(),
  code: discountCode.optional(),
});
export type CheckoutBody = z.output<typeof checkoutBody>;

const targetFields = {
  plan: z.enum(planNames),
  /** Of every plan that is paid for; Free has none. */
  interval: z.enum(intervals).optional(),
};

type TargetFields = { plan: PlanName; interval?: Interval | undefined };

function readTarget({ plan, interval }: TargetFields, context: z.RefinementCtx): Target {
  if (plan === "free") return { plan };
  if (interval) return { plan, interval };
  context.addIssue({ code: "custom", path: ["interval"], message: "required" });
  return z.NEVER;
}

/** What a plan is to become. The currency stays the subscription's own. */
export const previewBody = z.strictObject(targetFields).transform(readTarget);

/** The same with the quote that was shown: nobody is charged a sum that they have not seen. */
export const changeBody = z
  .strictObject({
    ...targetFields,
    prorationDate: z.int().positive().optional(),
    amountDueMinor: z.int().min(0).optional(),
  })
  .transform(({ prorationDate, amountDueMinor, ...fields }, context) => ({
    target: readTarget(fields, context),
    prorationDate,
    amountDueMinor,
  }));

/** All that can be changed about a payment method here. */
export const paymentMethodChange = z.strictObject({ isDefault: z.literal(true) });

const lastPage = 100_000;
export const invoicesQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(lastPage).default(1),
});
