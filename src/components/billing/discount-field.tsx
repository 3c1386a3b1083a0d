"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { Button } from "#components/ui/button.tsx";
import { CodeInput } from "#components/ui/code-input.tsx";
import { Field } from "#components/ui/field.tsx";

type Props = {
  typed: string;
  setTyped: (typed: string) => void;
  problem: string | null;
  isPending: boolean;
  ask: () => void;
};

/** Where a discount code is typed, and looked at before anybody leaves for Stripe. */
export function DiscountField({ typed, setTyped, problem, isPending, ask }: Props) {
  const t = useTranslations("billing.discount");
  function submit(event: FormEvent) {
    event.preventDefault();
    ask();
  }
  return (
    <form onSubmit={submit} noValidate className="sm:max-w-md">
      <Field name="code" label={t("label")} note={t("optional")} error={problem ?? undefined}>
        {(control) => (
          <div className="flex gap-2">
            <CodeInput
              {...control}
              className="min-w-0 flex-1"
              maxLength={100}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
            <Button type="submit" isPending={isPending}>
              {t("check")}
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}
