import { useFormatter, useTranslations } from "next-intl";
import type { DiscountQuote } from "#lib/discounts/quote-discount.ts";
import { moneyText } from "./money-text.ts";

const monthsPerYear = 12;

/** Says what a code takes off, for how long, and what is paid after that. */
export function useDiscountText(): (quote: DiscountQuote) => string {
  const t = useTranslations("billing.discount");
  const format = useFormatter();
  return ({ code, currency, interval, discountMinor, regularMinor, regularAfterMonths: after }) => {
    const off = moneyText(format, discountMinor, currency);
    const regular = moneyText(format, regularMinor, currency);
    if (after === null) return t("forever", { code, off });
    if (interval === "month") return t("months", { code, off, regular, months: after });
    return t("years", { code, off, regular, years: after / monthsPerYear });
  };
}
