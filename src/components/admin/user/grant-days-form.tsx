"use client";

import { useTranslations } from "next-intl";
import { TextField } from "#components/form/text-field.tsx";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { grantDaysAction } from "#lib/console/users/actions.ts";
import { ReasonField } from "../reason-field.tsx";
import { useRecordTexts } from "../record-texts.tsx";

type Props = { workspaceId: string; formId: string };

/** Gives days of Pro, and says until when all promo days then reach. */
export function GrantDaysForm({ workspaceId, formId }: Props) {
  const t = useTranslations("admin.user.days");
  const { instantText } = useRecordTexts();
  const { form, message, state, ...fields } = useForm(grantDaysAction);
  const given = state.status === "done" ? state.data : null;
  return (
    <form {...form} className="grid max-w-2xl gap-4">
      <h3 className="font-semibold">{t("title")}</h3>
      <p className="text-sm text-ink-soft">{t("text")}</p>
      <FormMessage>{message}</FormMessage>
      {given && (
        <FormMessage tone="success">
          {given.expiresAt === null
            ? t("given_waiting", { count: given.days })
            : t("given", { count: given.days, until: instantText(given.expiresAt) })}
        </FormMessage>
      )}
      <input type="hidden" name="workspaceId" value={workspaceId} />
      <input type="hidden" name="form" value={formId} />
      <div className="grid items-start gap-4 sm:grid-cols-[8rem_minmax(0,1fr)]">
        <TextField
          fields={fields}
          name="days"
          label={t("days")}
          first="30"
          required
          inputMode="numeric"
          maxLength={4}
        />
        <ReasonField fields={fields} isTold isOptional />
      </div>
      <div>
        <SubmitButton variant="secondary">{t("give")}</SubmitButton>
      </div>
    </form>
  );
}
