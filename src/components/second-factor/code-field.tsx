"use client";

import { useTranslations } from "next-intl";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

/** Six digits; phones offer their number keys, and password managers fill the code in. */
export function CodeField({ errors }: { errors: string[] }) {
  const t = useTranslations("auth.secondFactor");
  return (
    <Field name="code" label={t("code")} hint={t("codeHint")} error={errors}>
      {(control) => (
        <Input
          {...control}
          required
          inputMode="numeric"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          // Room for the space that apps show in the middle.
          maxLength={8}
          className="font-mono text-lg tracking-widest"
        />
      )}
    </Field>
  );
}
