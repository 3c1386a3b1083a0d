"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

type Props = {
  /** What stands in it to begin with. */
  value: string;
  errors: string[];
  hint?: ReactNode;
};

export function NameField({ value, errors, hint }: Props) {
  const t = useTranslations("codes.form");
  return (
    <Field name="name" label={t("name")} hint={hint} error={errors}>
      {(control) => <Input {...control} required maxLength={100} defaultValue={value} autoComplete="off" />}
    </Field>
  );
}

export function DestinationField({ value, errors, hint }: Props) {
  const t = useTranslations("codes.form");
  return (
    <Field name="destination" label={t("destination")} hint={hint} error={errors}>
      {(control) => (
        <Input
          {...control}
          required
          inputMode="url"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={2100}
          placeholder="https://"
          defaultValue={value}
          autoComplete="off"
        />
      )}
    </Field>
  );
}
