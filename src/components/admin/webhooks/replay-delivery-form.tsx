"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { replayDeliveryAction } from "#lib/console/webhooks/actions.ts";

/** Processes one delivery again. */
export function ReplayDeliveryForm({ event }: { event: string }) {
  const t = useTranslations("admin.events");
  const { form, message } = useForm(replayDeliveryAction);
  return (
    <form {...form} className="grid justify-items-start gap-2">
      <input type="hidden" name="event" value={event} />
      <SubmitButton variant="secondary" size="sm" aria-label={t("replay_one", { event })}>
        {t("replay")}
      </SubmitButton>
      <FormMessage>{message}</FormMessage>
    </form>
  );
}
