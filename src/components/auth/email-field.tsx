"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

type EmailFieldProps = {
  label?: ReactNode;
  hint?: ReactNode;
  errors: string[];
  typed: string;
  /** `username` where the address is what a password is kept under. */
  autoComplete?: "username" | "email";
};

export function EmailField({ label, hint, errors, typed, autoComplete = "username" }: EmailFieldProps) {
  const t = useTranslations("auth.fields");
  return (
    <Field name="email" label={label ?? t("email")} hint={hint} error={errors}>
      {(control) => (
        <Input
          {...control}
          required
          type="email"
          inputMode="email"
          autoComplete={autoComplete}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={254}
          defaultValue={typed}
        />
      )}
    </Field>
  );
}
