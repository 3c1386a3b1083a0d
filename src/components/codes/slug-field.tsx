"use client";

import { useTranslations } from "next-intl";
import { NeededPlan } from "#components/billing/needed-plan.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { ClosedGate } from "#lib/billing/closed-gate.ts";

type Props = {
  linkBase: string;
  closed: ClosedGate | null;
  value: string;
  errors: string[];
  onChange: (slug: string) => void;
};

/** The slug that somebody chooses; closed, it can still be reached and says why. */
export function SlugField({ linkBase, closed, value, errors, onChange }: Props) {
  const t = useTranslations("codes.form");
  const plans = useTranslations("billing.plans");
  return (
    <Field
      name="slug"
      label={t("slug")}
      note={closed ? <NeededPlan closed={closed} /> : t("optional")}
      hint={
        closed
          ? t("slug_closed", { plan: closed.plan ? plans(closed.plan) : "none" })
          : t("slug_hint", { link: linkBase })
      }
      error={errors}
    >
      {(control) => (
        <Input
          {...control}
          readOnly={closed !== null}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={80}
          // What was typed while it was open is not sent again once it is closed.
          defaultValue={closed ? "" : value}
          onChange={(event) => onChange(event.target.value)}
          autoComplete="off"
        />
      )}
    </Field>
  );
}
