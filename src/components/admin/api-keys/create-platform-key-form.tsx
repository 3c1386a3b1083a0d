"use client";

import { useTranslations } from "next-intl";
import { NewKey } from "#components/api-keys/new-key.tsx";
import { ScopeBoxes } from "#components/api-keys/scope-boxes.tsx";
import { useForm } from "#components/form/use-form.ts";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Input } from "#components/ui/input.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { platformScopes } from "#lib/api-keys/scopes.ts";
import { createPlatformKeyAction } from "#lib/console/api-keys/actions.ts";

export function CreatePlatformKeyForm() {
  const t = useTranslations("admin.api_keys");
  const { form, message, errorsOf, typed, state } = useForm(createPlatformKeyAction);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {state.status === "done" && <NewKey key={state.at} name={state.data.name} text={state.data.text} />}
      <form {...form} className="grid max-w-2xl justify-items-start gap-5">
        <FormMessage>{message}</FormMessage>
        <Field
          name="name"
          label={t("name")}
          hint={t("name_hint")}
          error={errorsOf("name")}
          className="w-full"
        >
          {(control) => (
            <Input {...control} required maxLength={100} autoComplete="off" defaultValue={typed("name")} />
          )}
        </Field>
        <ScopeBoxes
          legend={t("scopes_legend")}
          scopes={platformScopes}
          nameOf={(scope) => t(`scopes.${scope}`)}
          errors={errorsOf("scopes")}
          isTicked={(scope) => typed(scope) === "on"}
        />
        <SubmitButton icon="key">{t("create")}</SubmitButton>
      </form>
    </div>
  );
}
