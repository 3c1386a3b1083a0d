"use client";

import { useId } from "react";
import { Icon } from "#components/ui/icons.tsx";

type Props<Scope extends string> = {
  legend: string;
  scopes: readonly Scope[];
  nameOf: (scope: Scope) => string;
  errors: string[];
  isTicked: (scope: Scope) => boolean;
};

/** What a new key may do, each on its own. */
export function ScopeBoxes<Scope extends string>({ legend, scopes, nameOf, errors, isTicked }: Props<Scope>) {
  const errorId = useId();
  const isWrong = errors.length > 0;
  return (
    <fieldset className="grid gap-2" aria-describedby={isWrong ? errorId : undefined}>
      <legend className="mb-2 text-sm font-semibold">{legend}</legend>
      {scopes.map((scope) => (
        <label key={scope} className="flex items-start gap-2.5">
          <input
            type="checkbox"
            name={scope}
            defaultChecked={isTicked(scope)}
            aria-invalid={isWrong || undefined}
            className="mt-1 size-4 shrink-0 accent-(--ink)"
          />
          <span>
            {nameOf(scope)} <code className="font-mono text-sm text-ink-soft">{scope}</code>
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
