"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { reconcileAction } from "#lib/console/actions.ts";

/** Compares with Stripe now, and shows what was found. */
export function ReconcileForm() {
  const t = useTranslations("admin.reconcile");
  const { form, state } = useForm(reconcileAction);
  const problem = state.status !== "refused" ? null : state.code === "conflict" ? t("running") : t("failed");
  return (
    <form {...form} className="grid gap-3">
      <p className="max-w-[64ch] text-ink-soft">{t("text")}</p>
      <div>
        <SubmitButton variant="secondary">{t("now")}</SubmitButton>
      </div>
      <FormMessage>{problem}</FormMessage>
      {state.status === "done" && (
        <FormMessage tone={state.data.failed > 0 || !state.data.isComplete ? "notice" : "success"}>
          {t("counts", {
            customers: state.data.customers,
            drifted: state.data.drifted,
            missed: state.data.missedEvents,
            failed: state.data.failed,
          })}
          {!state.data.isComplete && ` ${t("incomplete")}`}
        </FormMessage>
      )}
    </form>
  );
}
