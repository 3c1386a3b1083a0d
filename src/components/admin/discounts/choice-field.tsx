"use client";

import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";

type Props = { name: string; label: string; value: string; choices: [value: string, label: string][] };

/** One of a few. */
export function ChoiceField({ name, label, value, choices }: Props) {
  return (
    <Field name={name} label={label}>
      {(control) => (
        // What a browser puts back after a refusal is what the list began with: it begins anew.
        <Select key={value} {...control} defaultValue={value}>
          {choices.map(([one, text]) => (
            <option key={one} value={one}>
              {text}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
