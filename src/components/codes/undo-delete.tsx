"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { restoreCodeAction } from "#lib/codes/actions.ts";
import { FormRefusal } from "./form-refusal.tsx";

/** Stands above the list after a deletion. */
export function UndoDelete({ id }: { id: string }) {
  const t = useTranslations("codes.state");
  const { form, message, state } = useForm(restoreCodeAction);
  return (
    <form {...form} className="grid gap-2">
      <FormMessage tone="info">
        <span className="flex flex-wrap items-center justify-between gap-3">
          <span>{t("deleted")}</span>
          <input type="hidden" name="id" value={id} />
          <SubmitButton variant="secondary" size="sm" icon="undo">
            {t("undo")}
          </SubmitButton>
        </span>
      </FormMessage>
      <FormRefusal state={state} message={message} onLimit="restore" />
    </form>
  );
}
