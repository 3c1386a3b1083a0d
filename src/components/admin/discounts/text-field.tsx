"use client";

import type { ReactNode } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

type Props = {
  name: string;
  label: string;
  hint?: ReactNode;
  note?: string;
  errors: string[];
  value: string;
  inputMode?: "decimal" | "numeric";
  maxLength: number;
  className?: string;
};

/** A number or an id, as text. */
export function TextField({
  name,
  label,
  hint,
  note,
  errors,
  value,
  inputMode,
  maxLength,
  className,
}: Props) {
  return (
    <Field name={name} label={label} hint={hint} note={note} error={errors} className={className}>
      {(control) => (
        <Input
          {...control}
          inputMode={inputMode}
          autoComplete="off"
          spellCheck={false}
          maxLength={maxLength}
          defaultValue={value}
        />
      )}
    </Field>
  );
}
