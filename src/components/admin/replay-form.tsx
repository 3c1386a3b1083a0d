"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { replayAction, replayAllAction } from "#lib/console/actions.ts";

type ReplayFormProps = {
  event: string;
  /** Leads back to where the form stands. */
  action?: typeof replayAction;
};

/** Processes one event again. */
export function ReplayForm({ event, action = replayAction }: ReplayFormProps) {
  const t = useTranslations("admin.events");
  const { form, message } = useForm(action);
  return (
    <form {...form} className="grid justify-items-end gap-2">
      <input type="hidden" name="event" value={event} />
      <SubmitButton variant="secondary" size="sm" aria-label={t("replay_one", { event })}>
        {t("replay")}
      </SubmitButton>
      <FormMessage>{message}</FormMessage>
    </form>
  );
}

/** Processes everything that was set aside again. */
export function ReplayAllForm({ count }: { count: number }) {
  const t = useTranslations("admin.events");
  const { form, message } = useForm(replayAllAction);
  return (
    <form {...form} className="grid gap-2">
      <SubmitButton variant="secondary" size="sm">
        {t("replay_all", { count })}
      </SubmitButton>
      <FormMessage>{message}</FormMessage>
    </form>
  );
}
