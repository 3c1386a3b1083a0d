"use client";

import { useTranslations } from "next-intl";
import { createKeyAction } from "#lib/api-keys/actions.ts";
import { workspaceScopes } from "#lib/api-keys/scopes.ts";
import { KeyForm } from "./key-form.tsx";

type Props = { mayCreate: boolean; mostKeys: number };

export function CreateKeyForm({ mayCreate, mostKeys }: Props) {
  const t = useTranslations("api_keys");
  return (
    <KeyForm
      action={createKeyAction}
      words={{
        name: t("create.name"),
        hint: t("create.name_hint"),
        legend: t("create.scopes"),
        submit: t("create.submit"),
        note: t("create.acts"),
      }}
      scopes={workspaceScopes}
      nameOf={(scope) => t(`scopes.${scope}`)}
      full={mayCreate ? undefined : t("create.full", { limit: mostKeys })}
    />
  );
}
