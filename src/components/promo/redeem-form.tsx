"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useForm } from "#components/form/use-form.ts";
import { CodeInput } from "#components/ui/code-input.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { redeemAction } from "#lib/promo/actions.ts";
import type { Redeemed } from "#lib/promo/redemption.ts";

type Props = {
  /** The code of a link; without one it is typed in. */
  code?: string;
  onRedeemed?: () => void;
};

/** Redeems a promo code and says what came of it. */
export function RedeemForm({ code, onRedeemed }: Props) {
  const t = useTranslations("promo");
  const { form, message, errorsOf, typed, state } = useForm(redeemAction);
  const isDone = state.status === "done";
  useEffect(() => {
    if (isDone) onRedeemed?.();
  }, [isDone, onRedeemed]);
  if (isDone) return <Confirmation redeemed={state.data} />;
  return (
    <form {...form} className="grid gap-5">
      <FormMessage>{message}</FormMessage>
      {code === undefined ? (
        <Field name="code" label={t("code")} hint={t("hint")} error={errorsOf("code")}>
          {(control) => <CodeInput {...control} maxLength={200} defaultValue={typed("code")} />}
        </Field>
      ) : (
        <input type="hidden" name="code" value={code} />
      )}
      <div>
        <SubmitButton>{t("submit")}</SubmitButton>
      </div>
    </form>
  );
}

/** The form that had the focus is gone: what came of it takes it, and is read out. */
function Confirmation({ redeemed }: { redeemed: Redeemed }) {
  const t = useTranslations("promo.done");
  const format = useFormatter();
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => ref.current?.focus(), []);
  const { daysGranted: days, expiresAt, isBanked, bankedUntil } = redeemed;
  const day = (instant: Date | null) => (instant ? format.dateTime(instant, { dateStyle: "long" }) : "");
  const key = !isBanked ? "runs" : expiresAt && bankedUntil ? "follows" : "waits";
  return (
    <div ref={ref} tabIndex={-1}>
      <FormMessage tone="success">
        {t(key, { days, until: day(expiresAt), from: day(bankedUntil) })}
      </FormMessage>
    </div>
  );
}
