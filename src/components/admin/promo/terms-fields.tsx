"use client";

import { useTranslations } from "next-intl";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { PromoCode } from "#lib/promo/code-store.ts";
import { toUtcInput } from "#shared/utc-input.ts";
import { EndField } from "../end-field.tsx";

type Props = {
  /** What the code says now; left out for a new one. */
  terms?: Pick<PromoCode, "description" | "days" | "maxUses" | "endsAt">;
  typed: (name: string, fallback?: string) => string;
  errorsOf: (name: string) => string[];
};

/** What a promo code is for and what it gives. */
export function TermsFields({ terms, typed, errorsOf }: Props) {
  const t = useTranslations("admin.promo.form");
  return (
    <>
      <Field
        name="description"
        label={t("description")}
        hint={t("description_hint")}
        error={errorsOf("description")}
      >
        {(control) => (
          <Input
            {...control}
            required
            maxLength={200}
            autoComplete="off"
            defaultValue={typed("description", terms?.description)}
          />
        )}
      </Field>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <Field name="days" label={t("days")} hint={t("days_hint")} error={errorsOf("days")}>
          {(control) => (
            <Input
              {...control}
              required
              inputMode="numeric"
              autoComplete="off"
              defaultValue={typed("days", String(terms?.days ?? 30))}
            />
          )}
        </Field>
        <Field
          name="maxUses"
          label={t("max_uses")}
          note={t("optional")}
          hint={t("max_uses_hint")}
          error={errorsOf("maxUses")}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              autoComplete="off"
              defaultValue={typed("maxUses", terms?.maxUses?.toString())}
            />
          )}
        </Field>
      </div>
      <EndField
        label={t("ends")}
        hint={t("ends_hint")}
        value={typed("endsAt", toUtcInput(terms?.endsAt ?? null))}
        errors={errorsOf("endsAt")}
      />
    </>
  );
}
