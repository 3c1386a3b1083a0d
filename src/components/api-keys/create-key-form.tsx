"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Input } from "#components/ui/input.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { createKeyAction } from "#lib/api-keys/actions.ts";
import { workspaceScopes } from "#lib/api-keys/scopes.ts";
import { NewKey } from "./new-key.tsx";
import { ScopeBoxes } from "./scope-boxes.tsx";

type Props = { mayCreate: boolean; mostKeys: number };

export function CreateKeyForm({ mayCreate, mostKeys }: Props) {
  const t = useTranslations("api_keys.create");
  const names = useTranslations("api_keys");
  const { form, message, errorsOf, typed, state } = useForm(createKeyAction);
  return (
    <div className="grid gap-6">
      {state.status === "done" && <NewKey key={state.at} name={state.data.name} text={state.data.text} />}
      {mayCreate ? (
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
            legend={t("scopes")}
            scopes={workspaceScopes}
            nameOf={(scope) => names(`scopes.${scope}`)}
            errors={errorsOf("scopes")}
            isTicked={(scope) => typed(scope) === "on"}
          />
          <p className="text-sm text-ink-soft">{t("acts")}</p>
          <SubmitButton icon="key">{t("submit")}</SubmitButton>
        </form>
      ) : (
        <p>{t("full", { limit: mostKeys })}</p>
      )}
    </div>
  );
}
