"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { makeDefaultAction, removeCardAction } from "#lib/billing/actions.ts";

type Props = {
  id: string;
  /** How the card is called: brand and last digits. */
  name: string;
};

export function MakeDefaultButton({ id, name }: Props) {
  const t = useTranslations("billing.cards");
  const { form, message } = useForm(makeDefaultAction);
  return (
    <form {...form} className="grid gap-2">
      <input type="hidden" name="id" value={id} />
      <SubmitButton variant="secondary" size="sm">
        {t("make_default")}
        <span className="sr-only">{name}</span>
      </SubmitButton>
      <FormMessage>{message}</FormMessage>
    </form>
  );
}

export function RemoveCardButton({ id, name }: Props) {
  const t = useTranslations("billing.cards");
  const { form, message } = useForm(removeCardAction);
  return (
    <ConfirmDialog
      trigger={
        <Button variant="ghost" size="sm">
          {t("remove")}
          <span className="sr-only">{name}</span>
        </Button>
      }
      title={t("remove_title", { card: name })}
      description={t("remove_text")}
      confirm={
        <form {...form}>
          <input type="hidden" name="id" value={id} />
          <SubmitButton variant="danger">{t("remove_now")}</SubmitButton>
        </form>
      }
    >
      <FormMessage>{message}</FormMessage>
    </ConfirmDialog>
  );
}
