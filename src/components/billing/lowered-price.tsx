import { useFormatter, useTranslations } from "next-intl";
import type { DiscountQuote } from "#lib/discounts/quote-discount.ts";
import { moneyText } from "./money-text.ts";
import { useDiscountText } from "./use-discount-text.ts";

/** What is paid now with a code beside what it costs without, and for how long. */
export function LoweredPrice({ quote }: { quote: DiscountQuote }) {
  const t = useTranslations("billing.discount");
  const format = useFormatter();
  const textOf = useDiscountText();
  const money = (amountMinor: number) => moneyText(format, amountMinor, quote.currency);
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <del className="figure text-lg text-ink-soft">
          <span className="sr-only">{t("instead_of")} </span>
          {money(quote.regularMinor)}
        </del>
        <span className="figure text-3xl">{money(quote.dueMinor)}</span>
        <span className="text-ink-soft">{t("now")}</span>
      </p>
      <p className="max-w-[60ch] text-ink-soft">{textOf(quote)}</p>
    </>
  );
}
