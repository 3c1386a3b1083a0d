"use client";

import { useTranslations } from "next-intl";
import type { FormFields } from "#components/form/use-form.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

type Props = {
  fields: FormFields;
  label: string;
  hint: string;
  /** What stands there before anything was typed. */
  first?: string;
};

/** An end that may be left out; the console's clock is UTC, as in its lists. */
export function EndField({ fields, label, hint, first }: Props) {
  const t = useTranslations("admin.end");
  return (
    <Field name="endsAt" label={label} note={t("optional")} hint={hint} error={fields.errorsOf("endsAt")}>
      {(control) => <Input {...control} type="datetime-local" defaultValue={fields.typed("endsAt", first)} />}
    </Field>
  );
}
