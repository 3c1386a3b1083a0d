"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { refusalMessage } from "#components/form/refusal-texts.ts";
import { Button, type ButtonLook } from "#components/ui/button.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";

type Props = Pick<ButtonLook, "variant" | "size" | "icon" | "className"> & {
  /** A route of ours that answers `{ url }`, an address at Stripe. */
  action: string;
  body?: Record<string, string>;
  /** What is there is downloaded, and the page stays. */
  isDownload?: boolean;
  children: ReactNode;
};

/** The server answers within ten seconds, whatever Stripe does; beyond that it is the network. */
const longestMs = 11_000;

/** A button that asks the server for a page of Stripe's and goes there; what goes wrong can be tried again. */
export function GoToStripe({ action, body, isDownload = false, children, ...look }: Props) {
  const t = useTranslations("errors");
  const [isPending, setIsPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  // A page that the browser kept is shown again as it was left: the button has to work once more,
  // and what Stripe has done meanwhile is not on it.
  useEffect(() => {
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) window.location.reload();
    };
    window.addEventListener("pageshow", onShow);
    return () => window.removeEventListener("pageshow", onShow);
  }, []);

  async function go() {
    setIsPending(true);
    setProblem(null);
    try {
      const answer = await fetch(action, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body ?? {}),
        signal: AbortSignal.timeout(longestMs),
      });
      const told = (await answer.json()) as { url?: string; code?: string; values?: { reason?: string } };
      if (answer.ok && told.url) {
        window.location.assign(told.url);
        // Stays pending until the browser has left.
        if (!isDownload) return;
      } else {
        setProblem(refusalMessage(t, told.code ?? "internal", told.values?.reason));
      }
    } catch {
      setProblem(refusalMessage(t, "unavailable", "change_unknown"));
    }
    setIsPending(false);
  }

  return (
    <div className="grid gap-3">
      <div>
        <Button {...look} isPending={isPending} onClick={go}>
          {children}
        </Button>
      </div>
      <FormMessage>{problem}</FormMessage>
    </div>
  );
}
