"use client";

import { useTranslations } from "next-intl";
import { ChoiceField } from "#components/form/choice-field.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useForm } from "#components/form/use-form.ts";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Input } from "#components/ui/input.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { currencies } from "#lib/billing/plans.ts";
import { setRateAction } from "#lib/revenue/actions.ts";

/** Notes what one unit of a currency was in another on a day. */
export function RateForm({ today }: { today: string }) {
  const t = useTranslations("admin.revenue.rates");
  const { form, state, message, ...fields } = useForm(setRateAction);
  const pair = [
    ["currency", currencies[1]],
    ["into", currencies[0]],
  ] as const;
  return (
    <form {...form} className="grid gap-4">
      <FormMessage>{message}</FormMessage>
      {state.status === "done" && <FormMessage tone="success">{t("noted")}</FormMessage>}
      <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-5">
        {pair.map(([name, first]) => (
          <ChoiceField
            key={name}
            fields={fields}
            name={name}
            label={t(name)}
            choices={currencies}
            nameOf={(currency) => currency.toUpperCase()}
            first={first}
          />
        ))}
        <TextField
          fields={fields}
          name="rate"
          label={t("rate")}
          hint={t("rate_hint")}
          required
          inputMode="decimal"
        />
        <Field name="day" label={t("day")} error={fields.errorsOf("day")}>
          {(control) => <Input {...control} type="date" defaultValue={fields.typed("day", today)} />}
        </Field>
        <TextField
          fields={fields}
          name="source"
          label={t("source")}
          hint={t("source_hint")}
          required
          maxLength={100}
        />
      </div>
      <div>
        <SubmitButton variant="secondary">{t("note")}</SubmitButton>
      </div>
    </form>
  );
}
