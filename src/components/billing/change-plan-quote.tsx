"use client";

import { useTranslations } from "next-intl";
import type { Ref } from "react";
import { Button } from "#components/ui/button.tsx";
import type { Offer } from "#lib/billing/plans.ts";
import type { PreviewAnswer } from "./change-plan-request.ts";
import { useChangeTexts } from "./change-plan-texts.ts";

type Props = {
  headRef: Ref<HTMLHeadingElement>;
  current: Offer;
  wanted: Offer;
  preview: PreviewAnswer;
  isPending: boolean;
  onConfirm: () => void;
  onBack: () => void;
};

/** What a change costs and when it comes, with the button that does it. */
export function ChangeQuote({ headRef, current, wanted, preview, isPending, onConfirm, onBack }: Props) {
  const t = useTranslations("billing.change");
  const { offer, price, money, day } = useChangeTexts();
  const { kind, amountDueMinor, currency, effectiveAt, lines, creditMinor, codesToPause, hasDiscount } =
    preview;
  const isNow = kind === "now";
  const date = effectiveAt ? day(effectiveAt) : "";
  return (
    <div className="grid max-w-xl gap-4">
      <h3 ref={headRef} tabIndex={-1} className="text-lg">
        {isNow ? t("head_now", { offer: offer(wanted) }) : t("head_later", { offer: offer(wanted), date })}
      </h3>
      {isNow && (
        <dl className="border-t border-ink">
          {lines.map((line) => (
            <Line key={line.kind} name={t(`lines.${line.kind}`)} sum={money(line.amountMinor, currency)} />
          ))}
          <Line name={t("due")} sum={money(amountDueMinor, currency)} isTotal />
        </dl>
      )}
      <div className="grid gap-2">
        <p>
          {isNow
            ? t("then_now", { price: price(wanted), date })
            : t("then_later", { current: offer(current), price: price(wanted), date })}{" "}
          {hasDiscount && t("discounted")}
        </p>
        {creditMinor > 0 && <p>{t("credit", { sum: money(creditMinor, currency) })}</p>}
        {codesToPause > 0 && <p>{t("pauses", { count: codesToPause })}</p>}
      </div>
      <div className="flex flex-wrap gap-3">
        <Button variant="primary" isPending={isPending} onClick={onConfirm}>
          {isNow && amountDueMinor > 0
            ? t("confirm_paid", { sum: money(amountDueMinor, currency) })
            : t(isNow ? "confirm_now" : "confirm_later")}
        </Button>
        <Button disabled={isPending} onClick={onBack}>
          {t("back")}
        </Button>
      </div>
    </div>
  );
}

function Line({ name, sum, isTotal = false }: { name: string; sum: string; isTotal?: boolean }) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-hairline py-2">
      <dt className={isTotal ? "font-bold" : undefined}>{name}</dt>
      <dd className={isTotal ? "figure text-lg" : "figure"}>{sum}</dd>
    </div>
  );
}
