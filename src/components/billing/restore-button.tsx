"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { restoreAction } from "#lib/billing/actions.ts";

/** For somebody who has paid and does not see it: reads everything from Stripe again. */
export function RestoreButton() {
  const t = useTranslations("billing.restore");
  const { form, message, state } = useForm(restoreAction);
  return (
    <form {...form} className="grid gap-3">
      <div>
        <SubmitButton variant="secondary">{t("action")}</SubmitButton>
      </div>
      <FormMessage>{message}</FormMessage>
      {state.status === "done" && (
        <FormMessage tone={state.data.isFound ? "success" : "info"}>
          {t(state.data.isFound ? "found" : "nothing")}
        </FormMessage>
      )}
    </form>
  );
}
