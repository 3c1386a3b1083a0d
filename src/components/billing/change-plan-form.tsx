"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { refusalMessage } from "#components/form/refusal-texts.ts";
import { Button } from "#components/ui/button.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { useRouter } from "#i18n/navigation.ts";
import type { Offer } from "#lib/billing/plans.ts";
import { routes } from "#shared/routes.ts";
import { ChangeQuote } from "./change-plan-quote.tsx";
import { askBilling, type ChangeAnswer, type PreviewAnswer } from "./change-plan-request.ts";
import { useChangeTexts } from "./change-plan-texts.ts";

type Props = {
  current: Offer;
  /** What can be changed to. */
  choices: Offer[];
  /** What has to be known before anybody takes Enterprise. */
  enterpriseNote: string;
};

type Step =
  | { name: "choice" }
  | { name: "quote"; wanted: Offer; preview: PreviewAnswer }
  | { name: "done"; wanted: Offer; isNow: boolean };

const isSame = (a: Offer, b: Offer | undefined) => a.plan === b?.plan && a.interval === b.interval;

/** Choose, see what it costs, confirm: nothing is charged that was not shown. */
export function ChangePlanForm({ current, choices, enterpriseNote }: Props) {
  const t = useTranslations("billing.change");
  const { offer } = useChangeTexts();
  const errors = useTranslations("errors");
  const router = useRouter();
  const [picked, setPicked] = useState<Offer | undefined>(choices[0]);
  const [step, setStep] = useState<Step>({ name: "choice" });
  const [isPending, setIsPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const headRef = useRef<HTMLHeadingElement>(null);
  const pickRef = useRef<HTMLButtonElement>(null);
  // What was picked may have become the plan meanwhile.
  const wanted = choices.find((one) => isSame(one, picked)) ?? choices[0];

  // The sum takes the focus, and whoever leaves it is back where it was asked for.
  const wasQuoted = useRef(false);
  useEffect(() => {
    if (step.name === "quote") headRef.current?.focus();
    else if (wasQuoted.current) pickRef.current?.focus();
    wasQuoted.current = step.name === "quote";
  }, [step]);

  async function preview(which: Offer, notice: string | null = null) {
    setIsPending(true);
    setProblem(notice);
    const { plan, interval } = which;
    const answer = await askBilling<PreviewAnswer>("POST", routes.api.previewChange, { plan, interval });
    if (answer.isDone) setStep({ name: "quote", wanted: which, preview: answer.told });
    else refuse(answer);
    setIsPending(false);
  }

  async function confirm({ wanted: which, preview: shown }: Extract<Step, { name: "quote" }>) {
    setIsPending(true);
    setProblem(null);
    const { plan, interval } = which;
    const quote =
      shown.prorationDate === null
        ? {}
        : { prorationDate: shown.prorationDate, amountDueMinor: shown.amountDueMinor };
    const body = { plan, interval, ...quote };
    const answer = await askBilling<ChangeAnswer>("PATCH", routes.api.subscription, body);
    if (!answer.isDone && answer.reason === "quote_expired") {
      return preview(which, refusalMessage(errors, answer.code, answer.reason));
    }
    // A payment that is still to be made stands above as soon as the page is fresh.
    if (!answer.isDone) refuse(answer);
    else if (answer.told.payUrl) setStep({ name: "choice" });
    else setStep({ name: "done", wanted: which, isNow: shown.kind === "now" });
    router.refresh();
    setIsPending(false);
  }

  function refuse({ code, reason }: { code: string; reason: string | undefined }) {
    setProblem(refusalMessage(errors, code, reason));
    // The same quote can be sent again; after anything else the page may show another plan.
    if (reason !== "change_unknown") router.refresh();
  }

  function back() {
    setStep({ name: "choice" });
    setProblem(null);
  }

  if (!wanted) return null;
  return (
    <div className="grid gap-5">
      {step.name === "done" && (
        <FormMessage tone="success">
          {t(step.isNow ? "done_now" : "done_later", { offer: offer(step.wanted) })}
        </FormMessage>
      )}
      {step.name === "quote" ? (
        <ChangeQuote
          headRef={headRef}
          current={current}
          wanted={step.wanted}
          preview={step.preview}
          isPending={isPending}
          onConfirm={() => confirm(step)}
          onBack={back}
        />
      ) : (
        <>
          <Choices choices={choices} wanted={wanted} onPick={setPicked} />
          {choices.some(({ plan }) => plan === "enterprise") && (
            <FormMessage tone="notice" className="max-w-xl">
              {enterpriseNote}
            </FormMessage>
          )}
          <div>
            <Button ref={pickRef} variant="primary" isPending={isPending} onClick={() => preview(wanted)}>
              {t("preview")}
            </Button>
          </div>
        </>
      )}
      <FormMessage>{problem}</FormMessage>
    </div>
  );
}

type ChoicesProps = { choices: Offer[]; wanted: Offer; onPick: (offer: Offer) => void };

function Choices({ choices, wanted, onPick }: ChoicesProps) {
  const t = useTranslations("billing.change");
  const { offer, price } = useChangeTexts();
  return (
    <fieldset className="max-w-xl">
      <legend className="mb-2 font-semibold">{t("choose")}</legend>
      <div className="border-t border-ink">
        {choices.map((one) => (
          <label
            key={`${one.plan} ${one.interval}`}
            className="group flex items-center gap-x-3 border-b border-hairline py-2.5 hover:bg-well has-checked:border-ink"
          >
            <input
              type="radio"
              name="offer"
              className="job-choice ms-1 shrink-0"
              checked={isSame(one, wanted)}
              onChange={() => onPick(one)}
            />
            <span className="flex grow flex-wrap items-center justify-between gap-x-3 gap-y-1">
              <span className="font-medium group-has-checked:font-bold">{offer(one)}</span>
              <span className="figure me-1 text-sm text-ink-soft">{price(one)}</span>
            </span>
          </label>
        ))}
      </div>
      <p className="mt-3 max-w-[70ch] text-sm text-ink-soft">{t("rule")}</p>
    </fieldset>
  );
}
