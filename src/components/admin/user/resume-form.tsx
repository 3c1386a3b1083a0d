"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { resumeAccountAction } from "#lib/console/users/actions.ts";

/** Lets a paused account in again, with the codes that were suspended with it. */
export function ResumeForm({ profileId }: { profileId: string }) {
  const t = useTranslations("admin.user.pause");
  const { form, message } = useForm(resumeAccountAction);
  return (
    <form {...form} className="grid gap-2">
      <input type="hidden" name="profileId" value={profileId} />
      <SubmitButton size="sm" variant="secondary">
        {t("resume")}
      </SubmitButton>
      <FormMessage>{message}</FormMessage>
    </form>
  );
}
