"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { resumeAccountAction } from "#lib/console/users/actions.ts";

type Props = { person: { id: string; email: string } };

/** Lets somebody in again whose account is paused, after a question. */
export function ResumeDialog({ person: { id, email } }: Props) {
  const t = useTranslations("admin.user.pause");
  const { form, message } = useForm(resumeAccountAction);
  return (
    <ConfirmDialog
      trigger={<Button size="sm">{t("resume")}</Button>}
      title={t("resume_title", { email })}
      description={t("resume_text")}
      confirm={
        <form {...form}>
          <input type="hidden" name="profileId" value={id} />
          <SubmitButton>{t("resume")}</SubmitButton>
        </form>
      }
    >
      <FormMessage>{message}</FormMessage>
    </ConfirmDialog>
  );
}
