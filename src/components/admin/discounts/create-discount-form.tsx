"use client";

import { useTranslations } from "next-intl";
import { TextField } from "#components/form/text-field.tsx";
import { TickBoxes } from "#components/form/tick-boxes.tsx";
import { useForm } from "#components/form/use-form.ts";
import { CodeInput } from "#components/ui/code-input.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type PaidPlanName, paidPlanNames } from "#lib/billing/plans.ts";
import { createDiscountAction } from "#lib/discounts/actions.ts";
import { planFields } from "#lib/discounts/form-fields.ts";
import { EndField } from "../end-field.tsx";
import { DurationFields, OffFields } from "./off-fields.tsx";
import { SumFields } from "./sum-fields.tsx";

type Props = {
  /** By it the same form is known when it is sent twice. */
  attempt: string;
  planNames: Record<PaidPlanName, string>;
};

/** Makes a discount code at Stripe; its page is next. */
export function CreateDiscountForm({ attempt, planNames }: Props) {
  const t = useTranslations("admin.discounts.form");
  const { form, message, isTicked, ...fields } = useForm(createDiscountAction);
  const plans = paidPlanNames.map((plan) => ({ name: planFields[plan], label: planNames[plan] }));
  const firstPurchase = { name: "isFirstPurchaseOnly", label: t("first_purchase") };
  return (
    <form {...form} className="group/form grid max-w-2xl gap-6">
      <input type="hidden" name="attempt" value={attempt} />
      <FormMessage>{message}</FormMessage>
      <Field name="code" label={t("code")} hint={t("code_hint")} error={fields.errorsOf("code")}>
        {(control) => <CodeInput {...control} required maxLength={40} defaultValue={fields.typed("code")} />}
      </Field>
      <OffFields fields={fields} />
      <DurationFields fields={fields} />
      <TickBoxes
        legend={t("plans")}
        errors={fields.errorsOf("plans")}
        boxes={plans.map((box) => ({ ...box, isTicked: isTicked(box.name, true) }))}
      />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <TextField
          fields={fields}
          name="maxUses"
          label={t("max_uses")}
          note={t("optional")}
          hint={t("max_uses_hint")}
          inputMode="numeric"
          maxLength={7}
        />
        <EndField fields={fields} label={t("ends")} hint={t("ends_hint")} />
      </div>
      <SumFields fields={fields} kind="minimum" legend={t("minimum")} hint={t("minimum_hint")} />
      <TickBoxes
        legend={t("who")}
        errors={fields.errorsOf(firstPurchase.name)}
        boxes={[{ ...firstPurchase, isTicked: isTicked(firstPurchase.name) }]}
      />
      <TextField
        fields={fields}
        name="customer"
        label={t("customer")}
        note={t("optional")}
        hint={t("customer_hint")}
        spellCheck={false}
        maxLength={64}
      />
      <div>
        <SubmitButton icon="plus">{t("create")}</SubmitButton>
      </div>
    </form>
  );
}
