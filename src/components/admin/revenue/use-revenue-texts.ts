import { useFormatter, useTranslations } from "next-intl";
import { planOfTier } from "#lib/billing/plans.ts";
import { parseTier } from "#lib/entitlements/tiers.ts";
import { startOf } from "#lib/revenue/months.ts";
import { useRecordTexts } from "../record-texts.tsx";

const known = {
  interval: ["month", "year"],
  tag: [
    ...["discounted", "full", "active", "past_due", "converted", "open"],
    ...["new", "expansion", "contraction", "churn", "reactivation"],
  ],
} as const;

/** Plans, intervals, months and sums as the pages of revenue write them; always with all decimals. */
export function useRevenueTexts() {
  const t = useTranslations("admin.revenue");
  const plans = useTranslations("billing.plans");
  const format = useFormatter();
  const { money: sumText } = useRecordTexts();
  const money = (amountMinor: number, currency: string) => sumText({ amountMinor, currency });
  const named = (dimension: keyof typeof known, value: string) => {
    const word = known[dimension].find((one) => one === value);
    return word ? t(`values.${word}`) : value === "" ? t("values.unknown") : value;
  };
  const planText = (tier: string) => {
    const parsed = parseTier(tier);
    const plan = parsed && planOfTier(parsed);
    return plan ? plans(plan.name) : tier === "" ? t("values.unknown_price") : tier;
  };
  return {
    format,
    money,
    /** A sum that something has changed by, with its sign. */
    changeText: (minor: number, currency: string) =>
      minor > 0 ? `+${money(minor, currency)}` : money(minor, currency),
    planText,
    valueText: (dimension: "tier" | "interval" | "tag", value: string) =>
      dimension === "tier" ? planText(value) : named(dimension, value),
    monthText: (month: string) =>
      format.dateTime(startOf(month), { year: "numeric", month: "long", timeZone: "UTC" }),
    shareText: (part: number, whole: number) =>
      whole === 0
        ? t("values.no_share")
        : format.number(part / whole, { style: "percent", maximumFractionDigits: 1 }),
  };
}
