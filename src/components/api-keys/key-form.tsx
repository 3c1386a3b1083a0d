"use client";

import { useForm } from "#components/form/use-form.ts";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Input } from "#components/ui/input.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { FormAction } from "#platform/next/form-action.ts";
import { NewKey } from "./new-key.tsx";
import { ScopeBoxes } from "./scope-boxes.tsx";

type Props<Scope extends string> = {
  action: FormAction<{ name: string; text: string }>;
  words: { name: string; hint: string; legend: string; submit: string; note?: string };
  scopes: readonly Scope[];
  nameOf: (scope: Scope) => string;
  /** Why there can be no other one now; the key that was just made is shown all the same. */
  full?: string | undefined;
};

/** Makes a key, and shows it in the one moment in which it can be read. */
export function KeyForm<Scope extends string>({ action, words, scopes, nameOf, full }: Props<Scope>) {
  const { form, message, errorsOf, typed, state } = useForm(action);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {state.status === "done" && <NewKey key={state.at} name={state.data.name} text={state.data.text} />}
      {full === undefined ? (
        <form {...form} className="grid max-w-2xl justify-items-start gap-5">
          <FormMessage>{message}</FormMessage>
          <Field name="name" label={words.name} hint={words.hint} error={errorsOf("name")} className="w-full">
            {(control) => (
              <Input {...control} required maxLength={100} autoComplete="off" defaultValue={typed("name")} />
            )}
          </Field>
          <ScopeBoxes
            legend={words.legend}
            scopes={scopes}
            nameOf={nameOf}
            errors={errorsOf("scopes")}
            isTicked={(scope) => typed(scope) === "on"}
          />
          {words.note && <p className="text-sm text-ink-soft">{words.note}</p>}
          <SubmitButton icon="key">{words.submit}</SubmitButton>
        </form>
      ) : (
        <p>{full}</p>
      )}
    </div>
  );
}
