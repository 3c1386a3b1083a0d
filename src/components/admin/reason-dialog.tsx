"use client";

import type { ReactNode } from "react";
import { useForm } from "#components/form/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { FormAction } from "#platform/next/form-action.ts";
import { ReasonField } from "./reason-field.tsx";

type Props<Data> = {
  action: FormAction<Data>;
  /** What it is done to, as hidden fields. */
  fields: Record<string, string>;
  /** What is done, on both buttons. */
  label: string;
  /** To what, for those who hear the button without its row. */
  about: string;
  title: string;
  text: string;
  /** What else is asked. */
  children?: ReactNode;
};

/** Takes something away, after a question that wants to know why. */
export function ReasonDialog<Data>({ action, fields, label, about, title, text, children }: Props<Data>) {
  const { form, message, errorsOf, typed } = useForm(action);
  return (
    <Dialog
      trigger={
        <Button variant="danger" size="sm">
          {label}
          <span className="sr-only">{about}</span>
        </Button>
      }
      title={title}
      description={text}
    >
      <form {...form} className="grid gap-5">
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <FormMessage>{message}</FormMessage>
        <ReasonField value={typed("reason")} errors={errorsOf("reason")} />
        {children}
        <div className="flex justify-end">
          <SubmitButton variant="danger">{label}</SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
