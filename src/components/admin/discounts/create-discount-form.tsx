"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { CodeInput } from "#components/ui/code-input.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type PaidPlanName, paidPlanNames } from "#lib/billing/plans.ts";
import { createDiscountAction } from "#lib/discounts/actions.ts";
import { planFields } from "#lib/discounts/form-fields.ts";
import { EndField } from "../end-field.tsx";
import { ChoiceField } from "./choice-field.tsx";
import { SumFields } from "./sum-fields.tsx";
import { TextField } from "./text-field.tsx";
import { TickBoxes } from "./tick-boxes.tsx";

type Props = {
  /** By it the same form is known when it is sent twice. */
  attempt: string;
  planNames: Record<PaidPlanName, string>;
};

/**
 * Makes a discount code at Stripe; its page is next. What does not belong to the chosen kind is
 * hidden by the style sheet alone, so that it works without scripts.
 */
export function CreateDiscountForm({ attempt, planNames }: Props) {
  const t = useTranslations("admin.discounts.form");
  const { form, message, errorsOf, typed, state } = useForm(createDiscountAction);
  const isTicked = (name: string, first: boolean) =>
    state.status === "refused" ? state.input[name] === "on" : first;
  return (
    <form {...form} className="group/form grid max-w-2xl gap-6">
      <input type="hidden" name="attempt" value={attempt} />
      <FormMessage>{message}</FormMessage>
      <Field name="code" label={t("code")} hint={t("code_hint")} error={errorsOf("code")}>
        {(control) => <CodeInput {...control} required maxLength={40} defaultValue={typed("code")} />}
      </Field>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <ChoiceField
          name="kind"
          label={t("kind")}
          value={typed("kind", "percent")}
          choices={[
            ["percent", t("percent")],
            ["amount", t("amount")],
          ]}
        />
        <TextField
          name="percent"
          label={t("percent_off")}
          hint={t("percent_hint")}
          errors={errorsOf("percent")}
          className="group-has-[option[value=amount]:checked]/form:hidden"
          value={typed("percent", "20")}
          inputMode="decimal"
          maxLength={6}
        />
      </div>
      <div className="group-has-[option[value=percent]:checked]/form:hidden">
        <SumFields
          kind="off"
          legend={t("amount_off")}
          hint={t("amount_hint")}
          typed={typed}
          errorsOf={errorsOf}
        />
      </div>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <ChoiceField
          name="duration"
          label={t("duration")}
          value={typed("duration", "once")}
          choices={[
            ["once", t("once")],
            ["repeating", t("repeating")],
            ["forever", t("forever")],
          ]}
        />
        <TextField
          name="months"
          label={t("months")}
          hint={t("months_hint")}
          errors={errorsOf("months")}
          className="not-group-has-[option[value=repeating]:checked]/form:hidden"
          value={typed("months", "3")}
          inputMode="numeric"
          maxLength={2}
        />
      </div>
      <TickBoxes
        legend={t("plans")}
        errors={errorsOf("plans")}
        boxes={paidPlanNames.map((plan) => ({
          name: planFields[plan],
          label: planNames[plan],
          isTicked: isTicked(planFields[plan], true),
        }))}
      />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <TextField
          name="maxUses"
          label={t("max_uses")}
          note={t("optional")}
          hint={t("max_uses_hint")}
          errors={errorsOf("maxUses")}
          value={typed("maxUses")}
          inputMode="numeric"
          maxLength={7}
        />
        <EndField
          label={t("ends")}
          hint={t("ends_hint")}
          value={typed("endsAt")}
          errors={errorsOf("endsAt")}
        />
      </div>
      <SumFields
        kind="minimum"
        legend={t("minimum")}
        hint={t("minimum_hint")}
        typed={typed}
        errorsOf={errorsOf}
      />
      <TickBoxes
        legend={t("who")}
        errors={errorsOf("isFirstPurchaseOnly")}
        boxes={[
          {
            name: "isFirstPurchaseOnly",
            label: t("first_purchase"),
            isTicked: isTicked("isFirstPurchaseOnly", false),
          },
        ]}
      />
      <TextField
        name="customer"
        label={t("customer")}
        note={t("optional")}
        hint={t("customer_hint")}
        errors={errorsOf("customer")}
        value={typed("customer")}
        maxLength={64}
      />
      <div>
        <SubmitButton icon="plus">{t("create")}</SubmitButton>
      </div>
    </form>
  );
}
