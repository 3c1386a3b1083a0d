"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Spinner } from "#components/ui/button.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { routes } from "#shared/routes.ts";

type Props = {
  /** A payment is awaited; otherwise it is enough that Stripe was read. */
  isPaying: boolean;
};

const lookEveryMs = 1_000;
const lookForMs = 25_000;
const answerMs = 11_000;

type Told = { subscription?: object | null };

async function ask(method: "GET" | "POST", path: string): Promise<Told | null> {
  const answer = await fetch(path, { method, signal: AbortSignal.timeout(answerMs) });
  return answer.ok ? ((await answer.json()) as Told) : null;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Reads Stripe once, then looks at what we know until the plan is there or the time is up. */
async function waitForNews(isPaying: boolean, isGone: () => boolean): Promise<boolean> {
  const end = Date.now() + lookForMs;
  const read = ask("POST", routes.api.restore).catch(() => null);
  if (!isPaying) return (await read) !== null;
  while (!isGone() && Date.now() < end) {
    const told = await ask("GET", routes.api.subscription).catch(() => null);
    if (told?.subscription) return true;
    await pause(lookEveryMs);
  }
  return false;
}

/**
 * For somebody who comes back from Stripe before we know what happened there: says that it is
 * looked after, shows the page anew as soon as it is known, and else says what to do.
 */
export function Arrival({ isPaying }: Props) {
  const t = useTranslations("billing.arrival");
  const [isLate, setIsLate] = useState(false);

  useEffect(() => {
    let isGone = false;
    void waitForNews(isPaying, () => isGone).then((isKnown) => {
      if (isGone) return;
      // The whole page, so that the frame around it knows it too; and without the address's claim.
      if (isKnown) window.location.replace(window.location.pathname);
      else setIsLate(true);
    });
    return () => {
      isGone = true;
    };
  }, [isPaying]);

  if (isLate) {
    return <FormMessage tone="notice">{t(isPaying ? "payment_late" : "reading_late")}</FormMessage>;
  }
  return (
    <div role="status" className="flex items-center gap-3 border-s-4 border-cyan bg-cyan-wash px-3 py-2.5">
      <Spinner size={18} />
      {t(isPaying ? "payment" : "reading")}
    </div>
  );
}
