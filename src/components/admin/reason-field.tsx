"use client";

import { useTranslations } from "next-intl";
import { TextField } from "#components/form/text-field.tsx";
import type { FormFields } from "#components/form/use-form.ts";

type Props = {
  fields: FormFields;
  /** Whose activity shows it word for word, beside the audit: the workspace's owners and admins read it. */
  isTold: boolean;
  isOptional?: boolean;
};

/** Why an admin does something: whoever reads the audit later finds it there. */
export function ReasonField({ fields, isTold, isOptional = false }: Props) {
  const t = useTranslations("admin.reason");
  return (
    <TextField
      fields={fields}
      name="reason"
      label={t("label")}
      note={isOptional ? t("optional") : undefined}
      hint={t(isTold ? "hint_told" : "hint")}
      required={!isOptional}
      maxLength={500}
    />
  );
}
