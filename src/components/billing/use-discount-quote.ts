"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { refusalMessage } from "#components/form/refusal-texts.ts";
import type { Offer } from "#lib/billing/plans.ts";
import type { DiscountQuote } from "#lib/discounts/quote-discount.ts";
import { routes } from "#shared/routes.ts";

/** The server answers within ten seconds, whatever Stripe does; beyond that it is the network. */
const longestMs = 11_000;

type Answer = { quote: DiscountQuote } | { problem: string };
type Problem = { code?: string; values?: { reason?: string } };

/**
 * A code that lowers an offer: what was asked, and what came of it. A change of the offer asks again
 * by itself; typing does not.
 */
export function useDiscountQuote({ plan, interval, currency }: Offer, firstCode: string) {
  const t = useTranslations("errors");
  const [typed, setTyped] = useState(firstCode);
  /** Counted, so that the same code can be asked for once more. */
  const [asked, setAsked] = useState({ code: firstCode, turn: 0 });
  const [answer, setAnswer] = useState<{ to: object; it: Answer } | null>(null);

  useEffect(() => {
    if (asked.code === "") return;
    const controller = new AbortController();
    askFor({ plan, interval, currency, code: asked.code }, controller.signal, t).then((it) => {
      if (!controller.signal.aborted) setAnswer({ to: asked, it });
    });
    return () => {
      controller.abort();
      setAnswer(null);
    };
  }, [asked, plan, interval, currency, t]);

  const code = typed.trim();
  const isAsked = code !== "" && code === asked.code;
  const it = isAsked && answer?.to === asked ? answer.it : null;
  return {
    typed,
    setTyped,
    /** What is typed, whether or not it was looked at: the checkout looks at it once more. */
    code,
    quote: it && "quote" in it ? it.quote : null,
    problem: it && "problem" in it ? it.problem : null,
    isPending: isAsked && it === null,
    ask: () => setAsked(({ turn }) => ({ code, turn: turn + 1 })),
  };
}

async function askFor(body: object, signal: AbortSignal, t: unknown): Promise<Answer> {
  try {
    const answer = await fetch(routes.api.previewDiscount, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestMs)]),
    });
    // SAFETY: it comes from our own route, which answers a quote, or a problem document.
    if (answer.ok) return { quote: (await answer.json()) as DiscountQuote };
    const { code = "internal", values } = (await answer.json()) as Problem;
    return { problem: refusalMessage(t, code === "validation" ? "discount_unknown" : code, values?.reason) };
  } catch {
    return { problem: refusalMessage(t, "unavailable", "change_unknown") };
  }
}
