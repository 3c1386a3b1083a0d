"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Icon } from "#components/ui/icons.tsx";
import { type WorkspaceScope, workspaceScopes } from "#lib/api-keys/scopes.ts";

type Props = { errors: string[]; isTicked: (scope: WorkspaceScope) => boolean };

/** What a new key may do, each on its own. */
export function ScopeBoxes({ errors, isTicked }: Props) {
  const t = useTranslations("api_keys");
  const errorId = useId();
  const isWrong = errors.length > 0;
  return (
    <fieldset className="grid gap-2" aria-describedby={isWrong ? errorId : undefined}>
      <legend className="mb-2 text-sm font-semibold">{t("create.scopes")}</legend>
      {workspaceScopes.map((scope) => (
        <label key={scope} className="flex items-start gap-2.5">
          <input
            type="checkbox"
            name={scope}
            defaultChecked={isTicked(scope)}
            aria-invalid={isWrong || undefined}
            className="mt-1 size-4 shrink-0 accent-(--ink)"
          />
          <span>
            {t(`scopes.${scope}`)} <code className="font-mono text-sm text-ink-soft">{scope}</code>
          </span>
        </label>
      ))}
      {isWrong && (
        <p id={errorId} className="flex gap-1.5 text-sm font-medium text-magenta-ink">
          <Icon name="warning" size={16} className="mt-0.5 shrink-0" />
          {errors.join(" ")}
        </p>
      )}
    </fieldset>
  );
}
