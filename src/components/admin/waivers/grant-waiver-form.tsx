"use client";

import { useTranslations } from "next-intl";
import { ChoiceField } from "#components/form/choice-field.tsx";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { grantWaiverAction } from "#lib/console/waivers/actions.ts";
import type { FoundWorkspace } from "#lib/console/workspaces/find-workspaces.ts";
import { waivedTiers } from "#lib/waivers/validation.ts";
import { EndField } from "../end-field.tsx";
import { FoundChoice } from "../found-choice.tsx";
import { ReasonField } from "../reason-field.tsx";
import { useTierChoice } from "../use-tier-choice.ts";

type Props = { found: FoundWorkspace[]; most: number };

export function GrantWaiverForm({ found, most }: Props) {
  const t = useTranslations("admin.waivers");
  const tier = useTranslations("admin.tiers");
  const choiceOf = useTierChoice();
  const { form, message, state, ...fields } = useForm(grantWaiverAction);
  const choices = found.map(({ id, name, owner }) => ({ value: id, name, note: owner?.email ?? id }));
  return (
    <form {...form} className="grid max-w-2xl gap-5">
      <FormMessage>{message}</FormMessage>
      {state.status === "done" && (
        <FormMessage tone="success">{t("granted", { tier: tier(state.data.tier) })}</FormMessage>
      )}
      <FoundChoice fields={fields} name="workspaceId" found={choices} most={most} />
      <ChoiceField
        fields={fields}
        name="tier"
        label={t("tier")}
        choices={waivedTiers}
        nameOf={choiceOf}
        first="premium"
      />
      <ReasonField fields={fields} isTold />
      <EndField fields={fields} label={t("ends")} hint={t("ends_hint")} />
      <div>
        <SubmitButton>{t("grant")}</SubmitButton>
      </div>
    </form>
  );
}
