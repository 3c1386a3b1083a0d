"use client";

import { useFormatter, useTranslations } from "next-intl";
import { NeededPlan } from "#components/billing/needed-plan.tsx";
import { useTimeZone } from "#components/form/use-time-zone.ts";
import { type ControlProps, Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ClosedGate } from "#lib/billing/closed-gate.ts";
import { toLocalInput } from "#lib/codes/expiry.ts";

type Props = {
  expiresAt: Date | null;
  closed: ClosedGate | null;
  typed: string | undefined;
  errors: string[];
};

/** The wall-clock time in the reader's own zone, sent with the zone's name. */
export function ExpiryField({ expiresAt, closed, typed, errors }: Props) {
  const t = useTranslations("codes.form");
  const plans = useTranslations("billing.plans");
  const timeZone = useTimeZone();
  const before = expiresAt ? toLocalInput(expiresAt, timeZone) : "";
  const plan = closed?.plan ? plans(closed.plan) : "none";
  const closedHint = t(expiresAt ? "expiry_kept" : "expiry_closed", { plan });
  return (
    <Field
      name="expiresAt"
      label={t("expiry")}
      note={closed ? <NeededPlan closed={closed} /> : t("optional")}
      hint={closed ? closedHint : t("expiry_hint", { timeZone: timeZone.replaceAll("_", " ") })}
      error={errors}
    >
      {(control) => (
        <>
          {closed && expiresAt ? (
            <KeptExpiry key={timeZone} {...{ control, expiresAt, before, timeZone }} />
          ) : (
            <Input
              {...control}
              key={timeZone}
              type="datetime-local"
              readOnly={closed !== null}
              defaultValue={closed ? "" : (typed ?? before)}
            />
          )}
          <input type="hidden" name="timeZone" value={timeZone} />
          {expiresAt && <input type="hidden" name="expiresAtBefore" value={before} />}
        </>
      )}
    </Field>
  );
}

type KeptProps = { control: ControlProps; expiresAt: Date; before: string; timeZone: string };

/** What a code has it keeps, or loses: no plan is needed for either. */
function KeptExpiry({ control, expiresAt, before, timeZone }: KeptProps) {
  const t = useTranslations("codes.form");
  const format = useFormatter();
  return (
    <Select {...control} defaultValue={before}>
      <option value={before}>
        {format.dateTime(expiresAt, { dateStyle: "medium", timeStyle: "short", timeZone })}
      </option>
      <option value="">{t("expiry_remove")}</option>
    </Select>
  );
}
