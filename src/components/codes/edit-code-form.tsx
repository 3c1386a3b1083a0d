"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { ClosedGate } from "#lib/billing/closed-gate.ts";
import { updateCodeAction } from "#lib/codes/actions.ts";
import type { Code } from "#lib/codes/code.ts";
import { DestinationField, NameField } from "./code-fields.tsx";
import { ExpiryField } from "./expiry-field.tsx";
import { FormRefusal } from "./form-refusal.tsx";

type Props = {
  code: Pick<Code, "id" | "name" | "destination" | "expiresAt" | "updatedAt">;
  /** Null where the plan lets an expiry be set. */
  closedExpiry: ClosedGate | null;
};

export function EditCodeForm({ code, closedExpiry }: Props) {
  const t = useTranslations("codes.form");
  const { form, state, message, errorsOf, typed } = useForm(updateCodeAction);
  return (
    <form {...form} className="grid gap-5">
      <FormRefusal state={state} message={message} onLimit="resume" />
      {state.status === "done" && <FormMessage tone="success">{t("saved")}</FormMessage>}
      <input type="hidden" name="id" value={code.id} />
      <input type="hidden" name="version" value={code.updatedAt.toISOString()} />
      <NameField value={typed("name", code.name)} errors={errorsOf("name")} />
      <DestinationField
        value={typed("destination", code.destination)}
        errors={errorsOf("destination")}
        hint={t("destination_edit_hint")}
      />
      <ExpiryField
        expiresAt={code.expiresAt}
        closed={closedExpiry}
        typed={state.status === "refused" ? typed("expiresAt") : undefined}
        errors={errorsOf("expiresAt")}
      />
      <div>
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </form>
  );
}
