"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { amountMinorOf, type Currency, currencies, type Interval, intervals } from "#lib/billing/plans.ts";
import { routes } from "#shared/routes.ts";
import { GoToStripe } from "./go-to-stripe.tsx";

const minorPerMajor = 100;

type Props = {
  currency: Currency;
  /** Stripe keeps a customer to the currency that they have paid in. */
  isCurrencyFixed: boolean;
};

/** Chooses interval and currency of Pro, shows the price, and goes to Stripe's checkout. */
export function UpgradeForm({ currency: first, isCurrencyFixed }: Props) {
  const t = useTranslations("billing");
  const format = useFormatter();
  const [interval, setInterval] = useState<Interval>("month");
  const [currency, setCurrency] = useState(first);
  const price = format.number(amountMinorOf({ plan: "pro", interval, currency }) / minorPerMajor, {
    style: "currency",
    currency: currency.toUpperCase(),
    trailingZeroDisplay: "stripIfInteger",
  });

  return (
    <div className="grid gap-5">
      <div className="grid grid-cols-2 gap-4 sm:max-w-md">
        <Field name="interval" label={t("interval")}>
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
              onChange={(event) => setCurrency(currencies.find((one) => one === event.target.value) ?? first)}
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
      <p aria-live="polite">
        <span className="figure text-3xl">{price}</span>{" "}
        <span className="text-ink-soft">{t(`per.${interval}`)}</span>
      </p>
      <GoToStripe action={routes.api.checkout} body={{ plan: "pro", interval, currency }} variant="primary">
        {t("upgrade")}
      </GoToStripe>
    </div>
  );
}
