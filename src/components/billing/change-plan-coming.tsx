"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { refusalMessage } from "#components/form/refusal-texts.ts";
import { Button } from "#components/ui/button.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { useRouter } from "#i18n/navigation.ts";
import type { Offer } from "#lib/billing/plans.ts";
import { routes } from "#shared/routes.ts";
import { askBilling } from "./change-plan-request.ts";
import { useChangeTexts } from "./change-plan-texts.ts";
import { GoToStripe } from "./go-to-stripe.tsx";

/** Runs one request of a button; the page then shows what is true. */
function useDeed(method: string, path: string, body?: object) {
  const errors = useTranslations("errors");
  const router = useRouter();
  const [isPending, setIsPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function run() {
    setIsPending(true);
    setProblem(null);
    const answer = await askBilling(method, path, body);
    if (!answer.isDone) setProblem(refusalMessage(errors, answer.code, answer.reason));
    router.refresh();
    setIsPending(false);
  }
  return { run, isPending, problem };
}

/** What the plan becomes at the period's end, and the way to keep what one has. */
export function KeepPlan({ current, next, at }: { current: Offer; next: Offer; at: string }) {
  const t = useTranslations("billing.change");
  const { offer, price, day } = useChangeTexts();
  const { plan, interval } = current;
  const { run, isPending, problem } = useDeed("PATCH", routes.api.subscription, { plan, interval });
  return (
    <div className="grid gap-3">
      <FormMessage tone="notice">
        {t("coming", { offer: offer(next), date: day(at), price: price(next), current: offer(current) })}
      </FormMessage>
      <div>
        <Button isPending={isPending} onClick={run}>
          {t("keep", { offer: offer(current) })}
        </Button>
      </div>
      <FormMessage>{problem}</FormMessage>
    </div>
  );
}

/** A change whose payment has not gone through: it can be finished or given up. */
export function PendingChange({ wanted, until }: { wanted: Offer | null; until: string }) {
  const t = useTranslations("billing.change");
  const { offer, day } = useChangeTexts();
  const { run, isPending, problem } = useDeed("DELETE", routes.api.pendingChange);
  return (
    <div className="grid gap-3">
      <FormMessage>
        {t("pending", { offer: wanted ? offer(wanted) : t("unknown_offer"), date: day(until) })}
      </FormMessage>
      <div className="flex flex-wrap items-start gap-3">
        <GoToStripe action={routes.api.pendingChange} variant="primary">
          {t("finish")}
        </GoToStripe>
        <Button isPending={isPending} onClick={run}>
          {t("give_up")}
        </Button>
      </div>
      <FormMessage>{problem}</FormMessage>
    </div>
  );
}
