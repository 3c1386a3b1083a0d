"use client";

import { useEffect, useRef } from "react";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { dismissNotice } from "#lib/usage/actions.ts";
import type { NoticeId } from "#lib/usage/notice-store.ts";

/** Puts a notice away; the focus goes on to the page's content, as the button is gone then. */
export function DismissNotice({ id, label }: { id: NoticeId; label: string }) {
  const { form, message } = useForm(dismissNotice);
  const isSent = useRef(false);
  useEffect(
    () => () => {
      if (isSent.current) document.getElementById("main")?.focus();
    },
    [],
  );
  return (
    <form
      {...form}
      className="grid gap-2"
      onSubmit={() => {
        isSent.current = true;
      }}
    >
      <FormMessage>{message}</FormMessage>
      <input type="hidden" name="meter" value={id.meter} />
      <input type="hidden" name="threshold" value={id.threshold} />
      <input type="hidden" name="period_start" value={id.periodStart.toISOString()} />
      <SubmitButton variant="secondary" size="sm" icon="close" className="justify-self-start">
        {label}
      </SubmitButton>
    </form>
  );
}
