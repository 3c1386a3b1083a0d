"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Input } from "#components/ui/input.tsx";
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
  const value = (name: string, fallback = "") => typed(name, shown?.typed?.[name] ?? fallback);
  return (
    <form {...form} className="grid max-w-2xl gap-5">
      <FormMessage>{message}</FormMessage>
      {shown && (
        <FormMessage tone={shown.typed ? "info" : "success"}>
          <EffectsText title={t(shown.typed ? "would" : "did")} effects={shown.effects} />
        </FormMessage>
      )}
      <FoundChoice
        name="subject"
        found={found}
        most={most}
        chosen={value("subject")}
        errors={errorsOf("subject")}
      />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <Field name="effect" label={t("effect")} error={errorsOf("effect")}>
          {(control) => (
            <Select {...control} key={value("effect")} defaultValue={value("effect", "grant")}>
              {effects.map((one) => (
                <option key={one} value={one}>
                  {t(`effects.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <TargetField value={value("target")} errors={errorsOf("target")} />
      </div>
      <Field
        name="value"
        label={t("value")}
        note={t("value_note")}
        hint={t("value_hint")}
        error={errorsOf("value")}
      >
        {(control) => (
          <Input {...control} inputMode="numeric" autoComplete="off" defaultValue={value("value")} />
        )}
      </Field>
      <ReasonField value={value("reason")} errors={errorsOf("reason")} />
      <EndField label={t("ends")} hint={t("ends_hint")} value={value("endsAt")} errors={errorsOf("endsAt")} />
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
