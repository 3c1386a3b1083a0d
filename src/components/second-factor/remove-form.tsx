"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { removeOwnSecondFactor } from "#lib/admin/actions.ts";

export function RemoveForm() {
  const t = useTranslations("auth.secondFactor.remove");
  const { form, message } = useForm(removeOwnSecondFactor);
  return (
    <ConfirmDialog
      trigger={<Button variant="danger">{t("action")}</Button>}
      title={t("title")}
      description={t("text")}
      confirm={
        <form {...form}>
          <SubmitButton variant="danger">{t("confirm")}</SubmitButton>
        </form>
      }
    >
      <FormMessage>{message}</FormMessage>
    </ConfirmDialog>
  );
}
