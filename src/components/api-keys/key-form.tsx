"use client";

import { TextField } from "#components/form/text-field.tsx";
import { TickBoxes } from "#components/form/tick-boxes.tsx";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { FormAction } from "#platform/next/form-action.ts";
import { NewKey } from "./new-key.tsx";

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
  const { form, message, state, isTicked, ...fields } = useForm(action);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {state.status === "done" && <NewKey key={state.at} name={state.data.name} text={state.data.text} />}
      {full === undefined ? (
        <form {...form} className="grid max-w-2xl justify-items-start gap-5">
          <FormMessage>{message}</FormMessage>
          <TextField
            fields={fields}
            name="name"
            label={words.name}
            hint={words.hint}
            required
            maxLength={100}
            className="w-full"
          />
          <TickBoxes
            legend={words.legend}
            errors={fields.errorsOf("scopes")}
            boxes={scopes.map((scope) => ({
              name: scope,
              label: (
                <>
                  {nameOf(scope)} <code className="font-mono text-sm text-ink-soft">{scope}</code>
                </>
              ),
              isTicked: isTicked(scope),
            }))}
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
