"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { yearlySavingMinor } from "#lib/billing/buying/yearly-saving.ts";
import {
  amountMinorOf,
  type Currency,
  currencies,
  type Interval,
  intervals,
  type PaidPlanName,
} from "#lib/billing/plans.ts";
import { routes } from "#shared/routes.ts";
import { DiscountForm } from "./discount-form.tsx";
import { GoToStripe } from "./go-to-stripe.tsx";
import { LoweredPrice } from "./lowered-price.tsx";
import { moneyText } from "./money-text.ts";
import { useDiscountQuote } from "./use-discount-quote.ts";

type Props = {
  plan: PaidPlanName;
  interval: Interval;
  currency: Currency;
  /** Stripe keeps a customer to one currency while anything of theirs runs. */
  isCurrencyFixed: boolean;
  /** The discount code that an address has brought. */
  code: string | undefined;
};

/** Chooses interval and currency of a plan, shows the price with a discount, and goes to Stripe's checkout. */
export function UpgradeForm({
  plan,
  interval: firstInterval,
  currency: firstCurrency,
  isCurrencyFixed,
  code = "",
}: Props) {
  const t = useTranslations("billing");
  const format = useFormatter();
  const [interval, setInterval] = useState(firstInterval);
  const [currency, setCurrency] = useState(firstCurrency);
  const discount = useDiscountQuote({ plan, interval, currency }, code);
  const { quote, problem } = discount;
  const regular = moneyText(format, amountMinorOf({ plan, interval, currency }), currency);
  const saving = moneyText(format, yearlySavingMinor(plan, currency), currency);

  return (
    <div className="grid gap-5">
      <div className="grid grid-cols-2 items-start gap-4 sm:max-w-md">
        <Field name="interval" label={t("interval")} hint={t("saves", { saving })}>
          {(control) => (
            <Select
              {...control}
              value={interval}
              onChange={(event) =>
                setInterval(intervals.find((one) => one === event.target.value) ?? "month")
              }
            >
              {intervals.map((one) => (
                <option key={one} value={one}>
                  {t(`intervals.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field name="currency" label={t("currency")} hint={isCurrencyFixed ? t("currency_fixed") : undefined}>
          {(control) => (
            <Select
              {...control}
              value={currency}
              disabled={isCurrencyFixed}
              onChange={(event) =>
                setCurrency(currencies.find((one) => one === event.target.value) ?? firstCurrency)
              }
            >
              {currencies.map((one) => (
                <option key={one} value={one}>
                  {one.toUpperCase()}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <DiscountForm {...discount} />
      <div aria-live="polite" className="grid gap-1">
        {/* It stands beside the field; nobody would hear of it there. */}
        {problem && <p className="sr-only">{problem}</p>}
        {quote ? (
          <LoweredPrice quote={quote} />
        ) : (
          <p>
            <span className="figure text-3xl">{regular}</span>{" "}
            <span className="text-ink-soft">{t(`per.${interval}`)}</span>
          </p>
        )}
      </div>
      <GoToStripe
        action={routes.api.checkout}
        body={{ plan, interval, currency, ...(discount.code && { code: discount.code }) }}
        variant="primary"
      >
        {t("upgrade")}
      </GoToStripe>
    </div>
  );
}
