import { useLocale, useTranslations } from "next-intl";
import { DiscountField } from "#components/billing/discount-field.tsx";
import { refusalMessage } from "#components/form/refusal-texts.ts";
import { getPathname } from "#i18n/navigation.ts";
import type { Currency, Interval, PaidPlanName } from "#lib/billing/plans.ts";
import type { DiscountQuote } from "#lib/discounts/quote-discount.ts";
import type { ErrorCode } from "#shared/errors.ts";
import { routes } from "#shared/routes.ts";

/** A discount code in the address of the price list, and what it does to which plan. */
export type ShownDiscount = {
  code: string | undefined;
  quotes: Partial<Record<PaidPlanName, DiscountQuote>>;
  /** Why it does nothing to a plan. */
  problem: ErrorCode | null;
};

type Props = {
  interval: Interval;
  currency: Currency;
  /** Null for a stranger. */
  reader: { canBuy: boolean } | null;
  discount: ShownDiscount;
};

/** Where a code is typed: a plain form, so that the address carries it and no script is needed. */
export function DiscountBar({ interval, currency, reader, discount: { code, quotes, problem } }: Props) {
  const t = useTranslations("billing.discount");
  const errors = useTranslations("errors");
  const href = routes.pricing;
  const isUseless = problem !== null && Object.keys(quotes).length === 0;
  return (
    <form
      action={getPathname({ href, locale: useLocale() })}
      className="flex flex-wrap items-end gap-x-6 gap-y-3 border-t border-hairline px-5 py-5 sm:px-10"
    >
      <input type="hidden" name="interval" value={interval} />
      <input type="hidden" name="currency" value={currency} />
      <DiscountField
        problem={isUseless ? refusalMessage(errors, problem) : null}
        className="min-w-0 flex-1 sm:max-w-md"
        defaultValue={code ?? ""}
      />
      {code !== undefined && !reader?.canBuy && (
        <p className="max-w-[52ch] pb-2 text-ink-soft">{t(reader ? "no_buyer" : "stranger", { code })}</p>
      )}
    </form>
  );
}
