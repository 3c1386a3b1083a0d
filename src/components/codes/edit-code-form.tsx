"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Input } from "#components/ui/input.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { updateCodeAction } from "#lib/codes/actions.ts";
import type { Code } from "#lib/codes/code.ts";
import { ExpiryField } from "./expiry-field.tsx";

type Props = { code: Pick<Code, "id" | "name" | "destination" | "expiresAt" | "updatedAt"> };

export function EditCodeForm({ code }: Props) {
  const t = useTranslations("codes.form");
  const { form, state, message, errorsOf, typed } = useForm(updateCodeAction);
  return (
    <form {...form} className="grid gap-5">
      <FormMessage>{message}</FormMessage>
      {state.status === "done" && <FormMessage tone="success">{t("saved")}</FormMessage>}
      <input type="hidden" name="id" value={code.id} />
      <input type="hidden" name="version" value={code.updatedAt.toISOString()} />
      <Field name="name" label={t("name")} error={errorsOf("name")}>
        {(control) => (
          <Input
            {...control}
            required
            maxLength={100}
            defaultValue={typed("name", code.name)}
            autoComplete="off"
          />
        )}
      </Field>
      <Field
        name="destination"
        label={t("destination")}
        hint={t("destination_edit_hint")}
        error={errorsOf("destination")}
      >
        {(control) => (
          <Input
            {...control}
            required
            inputMode="url"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={2100}
            defaultValue={typed("destination", code.destination)}
            autoComplete="off"
          />
        )}
      </Field>
      <ExpiryField
        expiresAt={code.expiresAt}
        typed={state.status === "refused" ? typed("expiresAt") : undefined}
        errors={errorsOf("expiresAt")}
      />
      <div>
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </form>
  );
}
