"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { showSecondFactor } from "#lib/admin/actions.ts";
import { CodeField } from "./code-field.tsx";

/** Asks for a code of the app that is set up; then the page goes on to `next`. */
export function ShowForm({ next }: { next: string | null }) {
  const t = useTranslations("auth.secondFactor");
  const { form, message, errorsOf } = useForm(showSecondFactor);
  return (
    <form {...form} className="grid gap-5">
      <FormMessage>{message}</FormMessage>
      <CodeField errors={errorsOf("code")} />
      {next && <input type="hidden" name="next" value={next} />}
      <SubmitButton>{t("show.submit")}</SubmitButton>
    </form>
  );
}
