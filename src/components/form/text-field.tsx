"use client";

import type { ComponentProps, ReactNode } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { FormFields } from "./use-form.ts";

type Props = Pick<ComponentProps<typeof Input>, "required" | "inputMode" | "maxLength" | "spellCheck"> & {
  fields: FormFields;
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  note?: ReactNode;
  /** What stands there before anything was typed. */
  first?: string | undefined;
  className?: string;
};

/** One line of text of a form, with what was typed and what is wrong with it. */
export function TextField({ fields, name, label, hint, note, first, className, ...input }: Props) {
  return (
    <Field {...{ name, label, hint, note, className }} error={fields.errorsOf(name)}>
      {(control) => (
        <Input {...control} {...input} autoComplete="off" defaultValue={fields.typed(name, first)} />
      )}
    </Field>
  );
}
