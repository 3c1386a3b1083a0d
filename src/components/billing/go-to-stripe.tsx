"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { refusalMessage } from "#components/form/refusal-texts.ts";
import { Button, type ButtonVariant } from "#components/ui/button.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";

type Props = {
  /** A route of ours that answers `{ url }`, an address at Stripe. */
  action: string;
  body?: Record<string, string>;
  variant?: ButtonVariant;
  children: ReactNode;
};

/** A button that asks the server for a page of Stripe's and goes there; what goes wrong can be tried again. */
export function GoToStripe({ action, body, variant, children }: Props) {
  const t = useTranslations("errors");
  const [isPending, setIsPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function go() {
    setIsPending(true);
    setProblem(null);
    try {
      const answer = await fetch(action, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body ?? {}),
      });
      const told = (await answer.json()) as { url?: string; code?: string };
      if (answer.ok && told.url) {
        window.location.assign(told.url);
        return; // Stays pending until the browser has left.
      }
      setProblem(refusalMessage(t, told.code ?? "internal"));
    } catch {
      setProblem(refusalMessage(t, "unavailable"));
    }
    setIsPending(false);
  }

  return (
    <div className="grid gap-3">
      <div>
        <Button variant={variant} isPending={isPending} onClick={go}>
          {children}
        </Button>
      </div>
      <FormMessage>{problem}</FormMessage>
    </div>
  );
}
