"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Select } from "#components/ui/select.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { grantWaiverAction } from "#lib/console/waivers/actions.ts";
import type { FoundWorkspace } from "#lib/console/workspaces/find-workspaces.ts";
import { waivedTiers } from "#lib/waivers/validation.ts";
import { EndField } from "../end-field.tsx";
import { FoundChoice } from "../found-choice.tsx";
import { ReasonField } from "../reason-field.tsx";

type Props = { found: FoundWorkspace[]; most: number };

export function GrantWaiverForm({ found, most }: Props) {
  const t = useTranslations("admin.waivers");
  const tier = useTranslations("admin.tiers");
  const { form, message, errorsOf, typed, state } = useForm(grantWaiverAction);
  const choices = found.map(({ id, name, owner }) => ({ value: id, name, note: owner?.email ?? id }));
  return (
    <form {...form} className="grid max-w-2xl gap-5">
      <FormMessage>{message}</FormMessage>
      {state.status === "done" && (
        <FormMessage tone="success">{t("granted", { tier: tier(state.data.tier) })}</FormMessage>
      )}
      <FoundChoice
        name="workspaceId"
        found={choices}
        most={most}
        chosen={typed("workspaceId")}
        errors={errorsOf("workspaceId")}
      />
      <Field name="tier" label={t("tier")} error={errorsOf("tier")}>
        {(control) => (
          // A browser puts back what a list began with: after an answer it begins anew.
          <Select {...control} key={typed("tier")} defaultValue={typed("tier", "premium")}>
            {waivedTiers.map((one) => (
              <option key={one} value={one}>
                {tier(one)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ReasonField value={typed("reason")} errors={errorsOf("reason")} />
      <EndField label={t("ends")} hint={t("ends_hint")} value={typed("endsAt")} errors={errorsOf("endsAt")} />
      <div>
        <SubmitButton>{t("grant")}</SubmitButton>
      </div>
    </form>
  );
}
