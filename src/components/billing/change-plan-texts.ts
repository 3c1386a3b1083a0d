import { useFormatter, useTranslations } from "next-intl";
import { amountMinorOf, type Offer } from "#lib/billing/plans.ts";
import { moneyText } from "./money-text.ts";

/** How offers, sums and days are said wherever a plan is changed. */
export function useChangeTexts() {
  const t = useTranslations("billing.change");
  const plans = useTranslations("billing.plans");
  const format = useFormatter();
  const money = (amountMinor: number, currency: string) => moneyText(format, amountMinor, currency);
  return {
    money,
    day: (instant: Date | string) => format.dateTime(new Date(instant), { dateStyle: "long" }),
    offer: ({ plan, interval }: Offer) => t("offer", { plan: plans(plan), interval }),
    price: (offer: Offer) =>
      t("price", { sum: money(amountMinorOf(offer), offer.currency), interval: offer.interval }),
  };
}
