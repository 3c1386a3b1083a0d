"use client";

import { useTranslations } from "next-intl";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

type Props = { value: string; errors: string[] };

/** Why an admin does something: whoever reads the audit later finds it there. */
export function ReasonField({ value, errors }: Props) {
  const t = useTranslations("admin.reason");
  return (
    <Field name="reason" label={t("label")} hint={t("hint")} error={errors}>
      {(control) => <Input {...control} required maxLength={500} autoComplete="off" defaultValue={value} />}
    </Field>
  );
}
