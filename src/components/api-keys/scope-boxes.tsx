"use client";

import { ChoiceGroup } from "#components/ui/choice-group.tsx";

type Props<Scope extends string> = {
  legend: string;
  scopes: readonly Scope[];
  nameOf: (scope: Scope) => string;
  errors: string[];
  isTicked: (scope: Scope) => boolean;
};

/** What a new key may do, each on its own. */
export function ScopeBoxes<Scope extends string>({ legend, scopes, nameOf, errors, isTicked }: Props<Scope>) {
  return (
    <ChoiceGroup legend={legend} errors={errors}>
      {(isWrong) =>
        scopes.map((scope) => (
          // A browser puts back what a box began with: after a refusal it begins anew.
          <label key={`${scope} ${isTicked(scope)}`} className="flex items-start gap-2.5">
            <input
              type="checkbox"
              name={scope}
              defaultChecked={isTicked(scope)}
              aria-invalid={isWrong}
              className="mt-1 size-4 shrink-0 accent-(--ink)"
            />
            <span>
              {nameOf(scope)} <code className="font-mono text-sm text-ink-soft">{scope}</code>
            </span>
          </label>
        ))
      }
    </ChoiceGroup>
  );
}
