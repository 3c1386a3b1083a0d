"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { keepMyAccount } from "#lib/account/actions.ts";

export function KeepAccountForm() {
  const t = useTranslations("account.leaving");
  const { form, message } = useForm(keepMyAccount);
  return (
    <form {...form} className="grid gap-4">
      <FormMessage>{message}</FormMessage>
      <SubmitButton>{t("keep")}</SubmitButton>
    </form>
  );
}
