"use client";

import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { FormAction } from "#platform/next/form-action.ts";

type Props<Data> = {
  action: FormAction<Data>;
  /** What it is done to, as hidden fields. */
  fields?: Record<string, string>;
  label: string;
  /** The label with what it is done to, for those who hear the button without its row. */
  spoken?: string;
};

/** A button that does something at once; what keeps it from being done stands beneath. */
export function ActForm<Data>({ action, fields = {}, label, spoken }: Props<Data>) {
  const { form, message } = useForm(action);
  return (
    <form {...form} className="grid justify-items-start gap-2">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton variant="secondary" size="sm" aria-label={spoken}>
        {label}
      </SubmitButton>
      <FormMessage>{message}</FormMessage>
    </form>
  );
}
