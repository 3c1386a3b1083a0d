"use client";

import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { currencies } from "#lib/billing/plans.ts";
import { sumFields } from "#lib/discounts/form-fields.ts";

type Props = {
  kind: keyof typeof sumFields;
  legend: string;
  hint: string;
  typed: (name: string) => string;
  errorsOf: (name: string) => string[];
};

/** One sum, in each currency. */
export function SumFields({ kind, legend, hint, typed, errorsOf }: Props) {
  return (
    <fieldset className="grid gap-2">
      <legend className="text-sm font-semibold">{legend}</legend>
      <p className="text-sm text-ink-soft">{hint}</p>
      <div className="grid items-start gap-3 sm:grid-cols-3">
        {currencies.map((currency) => {
          const name = sumFields[kind][currency];
          return (
            <Field key={currency} name={name} label={currency.toUpperCase()} error={errorsOf(name)}>
              {(control) => (
                <Input
                  {...control}
                  inputMode="decimal"
                  autoComplete="off"
                  maxLength={10}
                  defaultValue={typed(name)}
                />
              )}
            </Field>
          );
        })}
      </div>
    </fieldset>
  );
}
