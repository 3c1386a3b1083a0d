"use client";

import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { FormFields } from "./use-form.ts";

type Props<Choice extends string> = {
  fields: FormFields;
  name: string;
  label: string;
  choices: readonly Choice[];
  nameOf: (choice: Choice) => string;
  /** What is chosen before anybody chooses. */
  first: Choice;
};

/** One of a few, with what was chosen and what is wrong with it. */
export function ChoiceField<Choice extends string>(props: Props<Choice>) {
  const { fields, name, label, choices, nameOf, first } = props;
  const chosen = fields.typed(name, first);
  return (
    <Field name={name} label={label} error={fields.errorsOf(name)}>
      {(control) => (
        // What a browser puts back after an answer is what the list began with: it begins anew.
        <Select key={chosen} {...control} defaultValue={chosen}>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {nameOf(choice)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
