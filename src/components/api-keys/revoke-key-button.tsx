"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { revokeKeyAction } from "#lib/api-keys/actions.ts";

export function RevokeKeyButton({ id, name }: { id: string; name: string }) {
  const t = useTranslations("api_keys.revoke");
  const { form, message } = useForm(revokeKeyAction);
  return (
    <ConfirmDialog
      trigger={
        <Button variant="danger" size="sm">
          {t("action")}
          <span className="sr-only">{name}</span>
        </Button>
      }
      title={t("title", { name })}
      description={t("text")}
      confirm={
        <form {...form}>
          <input type="hidden" name="id" value={id} />
          <SubmitButton variant="danger">{t("confirm")}</SubmitButton>
        </form>
      }
    >
      <FormMessage>{message}</FormMessage>
    </ConfirmDialog>
  );
}
