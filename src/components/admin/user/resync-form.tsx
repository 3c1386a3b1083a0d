"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { resyncAction } from "#lib/console/users/actions.ts";

/** Reads the workspace's customers from Stripe now, and says what was not as it is there. */
export function ResyncForm({ workspaceId }: { workspaceId: string }) {
  const t = useTranslations("admin.user.resync");
  const tier = useTranslations("admin.tiers");
  const { form, message, state } = useForm(resyncAction);
  const done = state.status === "done" ? state.data : null;
  return (
    <form {...form} className="grid gap-3">
      <input type="hidden" name="workspaceId" value={workspaceId} />
      <div>
        <SubmitButton variant="secondary" size="sm">
          {t("label")}
        </SubmitButton>
      </div>
      <FormMessage>{message}</FormMessage>
      {done && (
        <FormMessage tone="success">
          {t("read", { customers: done.customers, changes: done.changes })}
          {done.tierBefore !== done.tierAfter &&
            done.tierBefore !== null &&
            done.tierAfter !== null &&
            ` ${t("tier", { before: tier(done.tierBefore), after: tier(done.tierAfter) })}`}
          {done.codesPaused + done.codesResumed > 0 &&
            ` ${t("codes", { paused: done.codesPaused, resumed: done.codesResumed })}`}
        </FormMessage>
      )}
    </form>
  );
}
