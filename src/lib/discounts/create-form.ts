import { z } from "zod";
import { type Currency, currencies, paidPlanNames } from "#lib/billing/plans.ts";
import { discountCode } from "#lib/billing/validation.ts";
import { utcEnd } from "#shared/utc-input.ts";
import { planFields, sumFields } from "./form-fields.ts";

const mostMajor = 100_000;
const minorPerMajor = 100;
const mostMonths = 36;
const mostUses = 1_000_000;

/** An empty field is nothing. */
const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === "" || value === undefined ? null : value), schema.nullable());

const whole = (most: number, error: string) =>
  z.coerce.number({ error }).int({ error }).min(1, { error }).max(most, { error });

/** A number as people type it, `12.50` or `12,50`, above zero and with two decimals at most. */
const decimal = (most: number, error: string) =>
  z
    .string({ error: "required" })
    .trim()
    .min(1, { error: "required" })
    .regex(/^\d{1,6}([.,]\d{1,2})?$/, { error })
    .transform((text) => Number(text.replace(",", ".")))
    .refine((value) => value > 0 && value <= most, { error });

/** In minor units. */
const sum = decimal(mostMajor, "discount_sum").transform((major) => Math.round(major * minorPerMajor));
const percent = decimal(100, "discount_percent");
const months = whole(mostMonths, "discount_months");

export type Sums = Record<Currency, number>;

const text = z.string().optional();
const box = z.literal("on").optional();

const fields = z.strictObject({
  /** Of one filled-in form: sent twice, it makes one code. */
  attempt: z.uuid(),
  code: discountCode.min(3, { error: "discount_short" }).max(40, { error: "too_long" }),
  kind: z.enum(["percent", "amount"], { error: "required" }),
  percent: text,
  ...{ offUsd: text, offEur: text, offPln: text },
  duration: z.enum(["once", "repeating", "forever"], { error: "required" }),
  months: text,
  maxUses: orNothing(whole(mostUses, "promo_uses")),
  endsAt: utcEnd,
  isFirstPurchaseOnly: box,
  ...{ minimumUsd: text, minimumEur: text, minimumPln: text },
  /** A workspace's id, or that of a customer at Stripe. */
  customer: orNothing(
    z.union([z.uuid(), z.string().regex(/^cus_\w{1,60}$/)], { error: "discount_customer" }),
  ),
  ...{ planPro: box, planEnterprise: box },
});
type Fields = z.output<typeof fields>;

/** What an admin fills in for a new code. */
export const createForm = fields.transform((raw, context) => {
  const { attempt, duration, maxUses, endsAt, customer } = raw;
  const isPercent = raw.kind === "percent";
  const plans = paidPlanNames.filter((plan) => raw[planFields[plan]] === "on");
  if (plans.length === 0) context.addIssue({ code: "custom", path: ["plans"], message: "discount_plans" });
  return {
    ...{ attempt, duration, maxUses, endsAt, customer, plans },
    code: raw.code.toUpperCase(),
    percentOff: isPercent ? read(percent, raw, "percent", context) : null,
    amountsOff: isPercent ? null : readSums(raw, "off", context),
    months: duration === "repeating" ? read(months, raw, "months", context) : null,
    isFirstPurchaseOnly: raw.isFirstPurchaseOnly === "on",
    minimums: isAnySum(raw, "minimum") ? readSums(raw, "minimum", context) : null,
  };
});
export type NewDiscount = z.output<typeof createForm>;

/** A field that counts only because of what another one says. */
function read<T>(schema: z.ZodType<T>, raw: Fields, name: keyof Fields, context: z.RefinementCtx): T | null {
  const parsed = schema.safeParse(raw[name] ?? "");
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  context.addIssue({ code: "custom", path: [name], message: issue?.message ?? "invalid" });
  return null;
}

const isAnySum = (raw: Fields, kind: keyof typeof sumFields) =>
  currencies.some((currency) => Boolean(raw[sumFields[kind][currency]]));

function readSums(raw: Fields, kind: keyof typeof sumFields, context: z.RefinementCtx): Sums {
  const [usd, eur, pln] = [sumFields[kind].usd, sumFields[kind].eur, sumFields[kind].pln].map(
    (name) => read(sum, raw, name, context) ?? 0,
  );
  return { usd: usd ?? 0, eur: eur ?? 0, pln: pln ?? 0 };
}
