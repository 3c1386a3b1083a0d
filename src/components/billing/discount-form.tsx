"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { DiscountField } from "./discount-field.tsx";

type Props = {
  typed: string;
  setTyped: (typed: string) => void;
  problem: string | null;
  isPending: boolean;
  ask: () => void;
};

/** Has a discount code looked at before anybody leaves for Stripe. */
export function DiscountForm({ typed, setTyped, problem, isPending, ask }: Props) {
  const t = useTranslations("billing.discount");
  function submit(event: FormEvent) {
    event.preventDefault();
    ask();
  }
  return (
    <form onSubmit={submit} noValidate className="sm:max-w-md">
      <DiscountField
        note={t("optional")}
        problem={problem}
        isPending={isPending}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </form>
  );
}
