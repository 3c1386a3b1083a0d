"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { replayMatchingAction } from "#lib/console/webhooks/actions.ts";

type Props = {
  /** As the address has them, and where a replay goes on that has begun; what is not set is empty. */
  fields: Record<string, string>;
  /** How many are to be replayed yet, and whether there are even more than that. */
  matching: number;
  isCut: boolean;
  /** As many as one click does. */
  atOnce: number;
};

const names = ["state", "type", "customer", "from", "to", "error", "past"] as const;

/** Processes everything again that the filters find, after saying how much that is. */
export function ReplayMatchingDialog({ fields, matching, isCut, atOnce }: Props) {
  const t = useTranslations("admin.webhooks");
  const { form, message } = useForm(replayMatchingAction);
  const count = Math.min(matching, atOnce);
  const said = { count, matching, cut: isCut ? "yes" : "no", begun: fields.past ? "yes" : "no" };
  const isMore = matching > atOnce;
  return (
    <ConfirmDialog
      trigger={<Button size="sm">{isMore ? t("replay_some", said) : t("replay_all", said)}</Button>}
      title={t("confirm_title", { count })}
      description={isMore ? t("confirm_some", said) : t("confirm_all")}
      confirm={
        <form {...form} className="grid gap-2">
          {names.map((name) => (
            <input key={name} type="hidden" name={name} value={fields[name] ?? ""} />
          ))}
          <SubmitButton>{t("confirm", { count })}</SubmitButton>
        </form>
      }
    >
      <FormMessage>{message}</FormMessage>
    </ConfirmDialog>
  );
}
