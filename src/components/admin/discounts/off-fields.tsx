"use client";

import { useTranslations } from "next-intl";
import { ChoiceField } from "#components/form/choice-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import type { FormFields } from "#components/form/use-form.ts";
import { SumFields } from "./sum-fields.tsx";

// What does not belong to what is chosen is hidden by the style sheet alone, so that it works without scripts.

/** What a discount takes off: a share, or a sum in each currency. */
export function OffFields({ fields }: { fields: FormFields }) {
  const t = useTranslations("admin.discounts.form");
  return (
    <>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <ChoiceField
          fields={fields}
          name="kind"
          label={t("kind")}
          choices={["percent", "amount"]}
          nameOf={(kind) => t(kind)}
          first="percent"
        />
        <TextField
          fields={fields}
          name="percent"
          label={t("percent_off")}
          hint={t("percent_hint")}
          first="20"
          inputMode="decimal"
          maxLength={6}
          className="group-has-[option[value=amount]:checked]/form:hidden"
        />
      </div>
      <div className="group-has-[option[value=percent]:checked]/form:hidden">
        <SumFields fields={fields} kind="off" legend={t("amount_off")} hint={t("amount_hint")} />
      </div>
    </>
  );
}

/** For how long it does so. */
export function DurationFields({ fields }: { fields: FormFields }) {
  const t = useTranslations("admin.discounts.form");
  return (
    <div className="grid items-start gap-5 sm:grid-cols-2">
      <ChoiceField
        fields={fields}
        name="duration"
        label={t("duration")}
        choices={["once", "repeating", "forever"]}
        nameOf={(duration) => t(duration)}
        first="once"
      />
      <TextField
        fields={fields}
        name="months"
        label={t("months")}
        hint={t("months_hint")}
        first="3"
        inputMode="numeric"
        maxLength={2}
        className="not-group-has-[option[value=repeating]:checked]/form:hidden"
      />
    </div>
  );
}
