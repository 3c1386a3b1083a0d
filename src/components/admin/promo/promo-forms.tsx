"use client";

import { useTranslations } from "next-intl";
import { TextField } from "#components/form/text-field.tsx";
import { useForm } from "#components/form/use-form.ts";
import { CodeInput } from "#components/ui/code-input.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { createBatchAction, createPromoAction, editPromoAction } from "#lib/promo/admin-actions.ts";
import type { PromoCode } from "#lib/promo/code-store.ts";
import { TermsFields } from "./terms-fields.tsx";

/** Makes one code; its page is next. */
export function CreatePromoForm() {
  const t = useTranslations("admin.promo.form");
  const { form, message, ...fields } = useForm(createPromoAction);
  return (
    <form {...form} className="grid max-w-2xl gap-5">
      <FormMessage>{message}</FormMessage>
      <Field
        name="code"
        label={t("code")}
        note={t("optional")}
        hint={t("code_hint")}
        error={fields.errorsOf("code")}
      >
        {(control) => <CodeInput {...control} maxLength={200} defaultValue={fields.typed("code")} />}
      </Field>
      <TermsFields fields={fields} />
      <div>
        <SubmitButton icon="plus">{t("create")}</SubmitButton>
      </div>
    </form>
  );
}

/** Makes many codes at once; the list of them is next, with the way to the file. */
export function CreateBatchForm({ most }: { most: number }) {
  const t = useTranslations("admin.promo.form");
  const { form, message, ...fields } = useForm(createBatchAction);
  return (
    <form {...form} className="grid max-w-2xl gap-5">
      <FormMessage>{message}</FormMessage>
      <TextField
        fields={fields}
        name="count"
        label={t("count")}
        hint={t("count_hint", { most })}
        first="100"
        required
        inputMode="numeric"
      />
      <TermsFields fields={fields} />
      <div>
        <SubmitButton icon="plus">{t("create_batch")}</SubmitButton>
      </div>
    </form>
  );
}

/** Changes a code that nobody has redeemed. */
export function EditPromoForm({ code }: { code: PromoCode }) {
  const t = useTranslations("admin.promo.form");
  const { form, message, state, ...fields } = useForm(editPromoAction);
  return (
    <form {...form} className="grid max-w-2xl gap-5">
      <input type="hidden" name="id" value={code.id} />
      <FormMessage>{message}</FormMessage>
      {state.status === "done" && <FormMessage tone="success">{t("saved")}</FormMessage>}
      <TermsFields fields={fields} terms={code} />
      <div>
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </form>
  );
}
