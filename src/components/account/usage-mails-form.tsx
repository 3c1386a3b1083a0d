"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { saveUsageMails } from "#lib/account/actions.ts";
import { type UsageMails, usageMailChoices } from "#lib/mails/usage-mails.ts";

/** Which mails about a workspace's usage its owners and admins get. */
export function UsageMailsForm({ usageMails }: { usageMails: UsageMails }) {
  const t = useTranslations("account");
  const { form, message, state, typed } = useForm(saveUsageMails);
  const chosen = typed("usage_mails", state.status === "done" ? state.data.usageMails : usageMails);
  return (
    <form {...form} className="grid justify-items-start gap-4">
      <FormMessage>{message}</FormMessage>
      {state.status === "done" && <FormMessage tone="success">{t("saved.usage_mails")}</FormMessage>}
      {/* Radios take their default once only, so another choice is another group. */}
      <fieldset key={chosen} className="grid gap-2">
        <legend className="mb-2 text-ink-soft">{t("usage_mails.text")}</legend>
        {usageMailChoices.map((choice) => (
          <label key={choice} className="flex items-start gap-2.5">
            <input
              type="radio"
              name="usage_mails"
              value={choice}
              defaultChecked={choice === chosen}
              className="mt-[3px] size-4 shrink-0 accent-(--ink)"
            />
            {t(`usage_mails.${choice}`)}
          </label>
        ))}
      </fieldset>
      <SubmitButton>{t("usage_mails.submit")}</SubmitButton>
    </form>
  );
}
