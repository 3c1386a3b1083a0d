"use client";

import { useActionState, useEffect, useRef } from "react";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { dismissNotice } from "#lib/usage/actions.ts";
import type { NoticeId } from "#lib/usage/notice-store.ts";

/** Puts a notice away; the focus goes on to the page's content, as the button is gone then. */
export function DismissNotice({ id, label }: { id: NoticeId; label: string }) {
  const [, submit] = useActionState(dismissNotice, { status: "idle" });
  const isSent = useRef(false);
  useEffect(
    () => () => {
      if (isSent.current) document.getElementById("main")?.focus();
    },
    [],
  );
  return (
    <form
      action={submit}
      onSubmit={() => {
        isSent.current = true;
      }}
    >
      <input type="hidden" name="meter" value={id.meter} />
      <input type="hidden" name="threshold" value={id.threshold} />
      <input type="hidden" name="period_start" value={id.periodStart.toISOString()} />
      <SubmitButton variant="secondary" size="sm" icon="close">
        {label}
      </SubmitButton>
    </form>
  );
}
