"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { replayMatchingAction } from "#lib/console/webhooks/actions.ts";

type Props = {
  /** As the address has them; what is not set is empty. */
  filters: Record<string, string>;
  matching: number;
  /** As many as one click does. */
  atOnce: number;
};

const names = ["state", "type", "customer", "from", "to", "error"] as const;

/** Processes everything again that the filters find, after saying how much that is. */
export function ReplayMatchingDialog({ filters, matching, atOnce }: Props) {
  const t = useTranslations("admin.webhooks");
  const { form, message } = useForm(replayMatchingAction);
  const isMore = matching > atOnce;
  const count = Math.min(matching, atOnce);
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm">{isMore ? t("replay_first", { count }) : t("replay_all", { count })}</Button>
      }
      title={t("confirm_title", { count })}
      description={isMore ? t("confirm_more", { count }) : t("confirm_all")}
      confirm={
        <form {...form} className="grid gap-2">
          {names.map((name) => (
            <input key={name} type="hidden" name={name} value={filters[name] ?? ""} />
          ))}
          <SubmitButton>{t("confirm", { count })}</SubmitButton>
        </form>
      }
    >
      <FormMessage>{message}</FormMessage>
    </ConfirmDialog>
  );
}
