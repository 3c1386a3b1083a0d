"use client";

import { useTranslations } from "next-intl";
import { KeyForm } from "#components/api-keys/key-form.tsx";
import { platformScopes } from "#lib/api-keys/scopes.ts";
import { createPlatformKeyAction } from "#lib/console/api-keys/actions.ts";

export function CreatePlatformKeyForm() {
  const t = useTranslations("admin.api_keys");
  return (
    <KeyForm
      action={createPlatformKeyAction}
      words={{
        name: t("name"),
        hint: t("name_hint"),
        legend: t("scopes_legend"),
        submit: t("create"),
      }}
      scopes={platformScopes}
      nameOf={(scope) => t(`scopes.${scope}`)}
    />
  );
}
