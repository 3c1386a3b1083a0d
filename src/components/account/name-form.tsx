"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Input } from "#components/ui/input.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { saveName } from "#lib/account/actions.ts";

export function NameForm({ name }: { name: string }) {
  const t = useTranslations("account");
  const { form, message, errorsOf, typed, state } = useForm(saveName);
  return (
    <form {...form} className="grid justify-items-start gap-4">
      <FormMessage>{message}</FormMessage>
      {state.status === "done" && <FormMessage tone="success">{t("saved.name")}</FormMessage>}
      <Field name="name" label={t("name.label")} error={errorsOf("name")} className="w-full">
        {(control) => (
          <Input
            {...control}
            required
            autoComplete="name"
            maxLength={100}
            defaultValue={typed("name", state.status === "done" ? state.data.name : name)}
          />
        )}
      </Field>
      <SubmitButton>{t("name.submit")}</SubmitButton>
    </form>
  );
}
