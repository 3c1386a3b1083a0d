"use client";

import { useEffect, useState } from "react";
import { useForm } from "#components/form/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Choice } from "#components/ui/choice-group.tsx";
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
  /** Whether the owners of a workspace read the reason in their activity. */
  isTold?: boolean;
  /** What else can be done with it, each as it is wished. */
  boxes?: { name: string; label: string; hint: string }[];
  /** Says that it was done, where the page does not show it of itself. */
  done?: string;
};

/** Takes something away, after a question that wants to know why. */
export function ReasonDialog<Data>(props: Props<Data>) {
  const { action, fields: hidden, label, about, title, text, isTold = false, boxes = [], done } = props;
  const { form, message, state, isTicked, ...fields } = useForm(action);
  const [isOpen, setIsOpen] = useState(false);
  const isDone = state.status === "done";
  useEffect(() => {
    if (state.status === "done") setIsOpen(false);
  }, [state]);
  return (
    <>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
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
          {Object.entries(hidden).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <FormMessage>{message}</FormMessage>
          <ReasonField fields={fields} isTold={isTold} />
          {boxes.map(({ name, label: words, hint }) => (
            <Choice key={name} type="checkbox" name={name} isChosen={isTicked(name)}>
              <span className="block font-semibold">{words}</span>
              <span className="block text-sm text-ink-soft">{hint}</span>
            </Choice>
          ))}
          <div className="flex justify-end">
            <SubmitButton variant="danger">{label}</SubmitButton>
          </div>
        </form>
      </Dialog>
      {isDone && <FormMessage tone="success">{done}</FormMessage>}
    </>
  );
}
