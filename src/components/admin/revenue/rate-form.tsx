"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { setRateAction } from "#lib/revenue/actions.ts";

type Props = { currencies: readonly string[]; today: string };

/** Notes what one unit of a currency was in another on a day. */
export function RateForm({ currencies, today }: Props) {
  const t = useTranslations("admin.revenue.rates");
  const { form, state, message, errorsOf, typed } = useForm(setRateAction);
  const pair = [
    ["currency", currencies[1]],
    ["into", currencies[0]],
  ] as const;
  return (
    <form {...form} className="grid gap-4">
      <FormMessage>{message}</FormMessage>
      {state.status === "done" && <FormMessage tone="success">{t("noted")}</FormMessage>}
      <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-5">
        {pair.map(([name, initial]) => (
          <Field key={name} name={name} label={t(name)} error={errorsOf(name)}>
            {(control) => (
              <Select {...control} defaultValue={typed(name, initial)}>
                {currencies.map((currency) => (
                  <option key={currency} value={currency}>
                    {currency.toUpperCase()}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ))}
        <Field name="rate" label={t("rate")} hint={t("rate_hint")} error={errorsOf("rate")}>
          {(control) => (
            <Input {...control} inputMode="decimal" autoComplete="off" defaultValue={typed("rate")} />
          )}
        </Field>
        <Field name="day" label={t("day")} error={errorsOf("day")}>
          {(control) => <Input {...control} type="date" defaultValue={typed("day", today)} />}
        </Field>
        <Field name="source" label={t("source")} hint={t("source_hint")} error={errorsOf("source")}>
          {(control) => <Input {...control} maxLength={100} defaultValue={typed("source")} />}
        </Field>
      </div>
      <div>
        <SubmitButton variant="secondary">{t("note")}</SubmitButton>
      </div>
    </form>
  );
}
