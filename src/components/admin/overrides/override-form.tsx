"use client";

import { useTranslations } from "next-intl";
import { ChoiceField } from "#components/form/choice-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { type FormFields, useForm } from "#components/form/use-form.ts";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Select } from "#components/ui/select.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { overrideAction } from "#lib/console/overrides/actions.ts";
import { effects } from "#lib/entitlements/apply-overrides.ts";
import { features, limitNames } from "#lib/entitlements/tiers.ts";
import { EndField } from "../end-field.tsx";
import { type Found, FoundChoice } from "../found-choice.tsx";
import { ReasonField } from "../reason-field.tsx";
import { EffectsText } from "./effect-text.tsx";

type Props = { found: Found[]; most: number };

/** Adds an override, or first shows what it would do; what was typed stays for that. */
export function OverrideForm({ found, most }: Props) {
  const t = useTranslations("admin.overrides");
  const { form, message, errorsOf, typed, state } = useForm(overrideAction);
  const shown = state.status === "done" ? state.data : null;
  const fields: FormFields = {
    typed: (name, fallback = "") => typed(name, shown?.typed?.[name] ?? fallback),
    errorsOf,
  };
  return (
    <form {...form} className="grid max-w-2xl gap-5">
      <FormMessage>{message}</FormMessage>
      {shown && (
        <FormMessage tone={shown.typed ? "info" : "success"}>
          <EffectsText title={t(shown.typed ? "would" : "did")} effects={shown.effects} />
        </FormMessage>
      )}
      <FoundChoice fields={fields} name="subject" found={found} most={most} />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <ChoiceField
          fields={fields}
          name="effect"
          label={t("effect")}
          choices={effects}
          nameOf={(one) => t(`effects.${one}`)}
          first="grant"
        />
        <TargetField value={fields.typed("target")} errors={errorsOf("target")} />
      </div>
      <TextField
        fields={fields}
        name="value"
        label={t("value")}
        note={t("value_note")}
        hint={t("value_hint")}
        inputMode="numeric"
      />
      <ReasonField fields={fields} isTold />
      <EndField fields={fields} label={t("ends")} hint={t("ends_hint")} />
      <div className="flex flex-wrap gap-3">
        <SubmitButton name="intent" value="preview" variant="secondary">
          {t("preview")}
        </SubmitButton>
        <SubmitButton name="intent" value="add">
          {t("add")}
        </SubmitButton>
      </div>
    </form>
  );
}

function TargetField({ value, errors }: { value: string; errors: string[] }) {
  const t = useTranslations("admin.overrides");
  const feature = useTranslations("admin.features");
  const limit = useTranslations("admin.limits");
  return (
    <Field name="target" label={t("target")} error={errors}>
      {(control) => (
        // A browser puts back what a list began with: after an answer it begins anew.
        <Select {...control} key={value} defaultValue={value}>
          <option value="">{t("choose")}</option>
          <optgroup label={t("feature_group")}>
            {features.map((name) => (
              <option key={name} value={`feature:${name}`}>
                {feature(name)}
              </option>
            ))}
          </optgroup>
          <optgroup label={t("limit_group")}>
            {limitNames.map((name) => (
              <option key={name} value={`limit:${name}`}>
                {limit(name)}
              </option>
            ))}
          </optgroup>
        </Select>
      )}
    </Field>
  );
}
