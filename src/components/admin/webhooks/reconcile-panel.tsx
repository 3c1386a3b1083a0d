"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { ReconcileProgress } from "#lib/billing/reconcile/progress.ts";
import { reconcileAction } from "#lib/console/actions.ts";
import { ReconcileState } from "./reconcile-state.tsx";

/** Compares with Stripe now, shows how far that has come, and what the last comparison found. */
export function ReconcilePanel({ last }: { last: ReconcileProgress | null }) {
  const t = useTranslations("admin.reconcile");
  const { form, message } = useForm(reconcileAction);
  return (
    <Panel title={t("title")}>
      <form {...form} className="grid gap-3">
        <p className="max-w-[64ch] text-ink-soft">{t("text")}</p>
        <div>
          <SubmitButton variant="secondary">{t("now")}</SubmitButton>
        </div>
        <FormMessage>{message}</FormMessage>
        <ReconcileState last={last} />
      </form>
    </Panel>
  );
}
