"use client";

import { useTranslations } from "next-intl";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

type Props = { label: string; hint: string; value: string; errors: string[] };

/** An end that may be left out; the console's clock is UTC, as in its lists. */
export function EndField({ label, hint, value, errors }: Props) {
  const t = useTranslations("admin.end");
  return (
    <Field name="endsAt" label={label} note={t("optional")} hint={hint} error={errors}>
      {(control) => <Input {...control} type="datetime-local" defaultValue={value} />}
    </Field>
  );
}
