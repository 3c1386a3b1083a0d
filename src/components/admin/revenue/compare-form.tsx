"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { compareAction } from "#lib/revenue/actions.ts";

/** Compares with Stripe now, or goes on where the time was up; the result stands beside it. */
export function CompareForm({ isGoingOn }: { isGoingOn: boolean }) {
  const t = useTranslations("admin.revenue.comparison");
  const { form, message } = useForm(compareAction);
  return (
    <form {...form} className="grid gap-3">
      <div>
        <SubmitButton variant="secondary">{t(isGoingOn ? "go_on" : "now")}</SubmitButton>
      </div>
      <FormMessage>{message}</FormMessage>
    </form>
  );
}
