"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { cancelAction, resumeAction } from "#lib/billing/actions.ts";

/** What a cancellation meets: a plan in order, one whose payment fails, or one that gives nothing. */
export type CancelKind = "in_order" | "past_due" | "unpaid";

const texts = {
  in_order: "cancel_text",
  past_due: "cancel_past_due_text",
  unpaid: "cancel_unpaid_text",
} as const;

type CancelProps = {
  kind: CancelKind;
  plan: string;
  until: string;
  /** What is still to be paid for it; null where nothing is. */
  owed: string | null;
};

/** Ends the plan with its period, or at once where it is unpaid, after a question. */
export function CancelButton({ kind, plan, until, owed }: CancelProps) {
  const t = useTranslations("billing");
  const { form, message } = useForm(cancelAction);
  const sum = { hasSum: owed === null ? "no" : "yes", sum: owed ?? "" };
  return (
    <ConfirmDialog
      trigger={<Button variant="danger">{t("cancel")}</Button>}
      title={t("cancel_title", { plan })}
      description={t(texts[kind], { plan, until, ...sum })}
      cancel={t("resume", { plan })}
      confirm={
        <form {...form}>
          <SubmitButton variant="danger">
            {t(kind === "unpaid" ? "cancel_at_once" : "cancel_now")}
          </SubmitButton>
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
