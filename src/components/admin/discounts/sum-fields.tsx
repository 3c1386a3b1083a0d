"use client";

import { useId } from "react";
import { TextField } from "#components/form/text-field.tsx";
import type { FormFields } from "#components/form/use-form.ts";
import { currencies } from "#lib/billing/plans.ts";
import { sumFields } from "#lib/discounts/form-fields.ts";

type Props = { fields: FormFields; kind: keyof typeof sumFields; legend: string; hint: string };

/** One sum, in each currency. */
export function SumFields({ fields, kind, legend, hint }: Props) {
  const hintId = useId();
  return (
    <fieldset aria-describedby={hintId} className="grid min-w-0 gap-2">
      <legend className="text-sm font-semibold">{legend}</legend>
      <p id={hintId} className="text-sm text-ink-soft">
        {hint}
      </p>
      <div className="grid items-start gap-3 sm:grid-cols-3">
        {currencies.map((currency) => (
          <TextField
            key={currency}
            fields={fields}
            name={sumFields[kind][currency]}
            label={currency.toUpperCase()}
            inputMode="decimal"
            maxLength={10}
          />
        ))}
      </div>
    </fieldset>
  );
}
