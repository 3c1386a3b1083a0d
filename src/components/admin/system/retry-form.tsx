"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { retryJobAction, retryMailAction } from "#lib/console/system/actions.ts";

const actions = { job: retryJobAction, mail: retryMailAction };

/** Has what failed done once more. */
export function RetryForm({ what, id }: { what: keyof typeof actions; id: string }) {
  const t = useTranslations("admin.system");
  const { form, message } = useForm(actions[what]);
  return (
    <form {...form} className="grid justify-items-start gap-2">
      <input type="hidden" name="id" value={id} />
      <SubmitButton variant="secondary" size="sm" aria-label={t("retry_one", { id })}>
        {t("retry")}
      </SubmitButton>
      <FormMessage>{message}</FormMessage>
    </form>
  );
}
