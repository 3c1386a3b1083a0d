"use client";

import { useTranslations } from "next-intl";
import { TextField } from "#components/form/text-field.tsx";
import type { FormFields } from "#components/form/use-form.ts";

/** Why an admin does something: whoever reads the audit later finds it there. */
export function ReasonField({ fields }: { fields: FormFields }) {
  const t = useTranslations("admin.reason");
  return (
    <TextField {...{ fields }} name="reason" label={t("label")} hint={t("hint")} required maxLength={500} />
  );
}
