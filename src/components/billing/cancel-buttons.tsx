"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { cancelAction, resumeAction } from "#lib/billing/actions.ts";

/** Ends the plan with its period, after a question. */
export function CancelButton({ plan, until }: { plan: string; until: string }) {
  const t = useTranslations("billing");
  const { form, message } = useForm(cancelAction);
  return (
    <ConfirmDialog
      trigger={<Button variant="danger">{t("cancel")}</Button>}
      title={t("cancel_title", { plan })}
      description={t("cancel_text", { plan, until })}
      confirm={
        <form {...form}>
          <SubmitButton variant="danger">{t("cancel_now")}</SubmitButton>
        </form>
      }
    >
      <FormMessage>{message}</FormMessage>
    </ConfirmDialog>
  );
}

/** Takes a cancellation back. */
export function ResumeButton({ plan }: { plan: string }) {
  const t = useTranslations("billing");
  const { form, message } = useForm(resumeAction);
  return (
    <form {...form} className="grid gap-2">
      <SubmitButton>{t("resume", { plan })}</SubmitButton>
      <FormMessage>{message}</FormMessage>
    </form>
  );
}
