"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { signOutEverywhere } from "#lib/account/actions.ts";

export function SessionsForm() {
  const t = useTranslations("account.sessions");
  const { form, message } = useForm(signOutEverywhere);
  return (
    <form {...form} className="grid justify-items-start gap-4">
      <FormMessage>{message}</FormMessage>
      <p>{t("description")}</p>
      <SubmitButton variant="danger" icon="logout">
        {t("submit")}
      </SubmitButton>
    </form>
  );
}
