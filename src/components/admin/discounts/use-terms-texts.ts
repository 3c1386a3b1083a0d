import { useFormatter, useTranslations } from "next-intl";
import { currencies, paidPlanNames, productIdOf } from "#lib/billing/plans.ts";
import type { DiscountTerms } from "#lib/discounts/discount-code.ts";
import { useRecordTexts } from "../record-texts.tsx";

/** The terms of a discount in words; what Stripe does not say is a dash. */
export function useTermsTexts() {
  const t = useTranslations("admin.discounts");
  const plans = useTranslations("billing.plans");
  const format = useFormatter();
  const { money } = useRecordTexts();
  // Ours first and in their order: those that were kept come back in another one.
  const sums = (amounts: Record<string, number>) =>
    [...new Set([...currencies, ...Object.keys(amounts)])]
      .flatMap((currency) => {
        const amountMinor = amounts[currency];
        return amountMinor === undefined ? [] : [money({ currency, amountMinor })];
      })
      .join(" · ");
  return {
    off: ({ percentOff, amountsOff }: DiscountTerms) =>
      percentOff === null
        ? sums(amountsOff) || "–"
        : format.number(percentOff / 100, { style: "percent", maximumFractionDigits: 2 }),
    duration: ({ duration, months }: DiscountTerms) => {
      if (duration === "once") return t("once");
      if (duration === "forever") return t("forever");
      return duration === "repeating" && months !== null ? t("months", { months }) : duration;
    },
    plans: ({ productIds }: DiscountTerms) =>
      productIds === null
        ? t("all_plans")
        : productIds
            .map((id) => {
              const plan = paidPlanNames.find((one) => productIdOf(one) === id);
              return plan ? plans(plan) : id;
            })
            .join(", "),
    minimums: ({ minimums }: DiscountTerms) => sums(minimums) || t("none"),
    uses: (timesRedeemed: number, { maxUses }: DiscountTerms) =>
      maxUses === null
        ? t("uses_unlimited", { uses: timesRedeemed })
        : t("uses_of", { uses: timesRedeemed, maxUses }),
  };
}
