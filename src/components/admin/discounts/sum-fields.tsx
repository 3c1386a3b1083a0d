"use client";

import { currencies } from "#lib/billing/plans.ts";
import { sumFields } from "#lib/discounts/form-fields.ts";
import { TextField } from "./text-field.tsx";

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
            <TextField
              key={currency}
              name={name}
              label={currency.toUpperCase()}
              errors={errorsOf(name)}
              value={typed(name)}
              inputMode="decimal"
              maxLength={10}
            />
          );
        })}
      </div>
    </fieldset>
  );
}
