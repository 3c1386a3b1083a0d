"use client";

import { useTranslations } from "next-intl";
import { TextField } from "#components/form/text-field.tsx";
import type { FormFields } from "#components/form/use-form.ts";
import type { PromoCode } from "#lib/promo/code-store.ts";
import { toUtcInput } from "#shared/utc-input.ts";
import { EndField } from "../end-field.tsx";

type Props = {
  fields: FormFields;
  /** What the code says now; left out for a new one. */
  terms?: Pick<PromoCode, "description" | "days" | "maxUses" | "endsAt">;
};

/** What a promo code is for and what it gives. */
export function TermsFields({ fields, terms }: Props) {
  const t = useTranslations("admin.promo.form");
  return (
    <>
      <TextField
        fields={fields}
        name="description"
        label={t("description")}
        hint={t("description_hint")}
        first={terms?.description}
        required
        maxLength={200}
      />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <TextField
          fields={fields}
          name="days"
          label={t("days")}
          hint={t("days_hint")}
          first={String(terms?.days ?? 30)}
          required
          inputMode="numeric"
        />
        <TextField
          fields={fields}
          name="maxUses"
          label={t("max_uses")}
          note={t("optional")}
          hint={t("max_uses_hint")}
          first={terms?.maxUses?.toString()}
          inputMode="numeric"
        />
      </div>
      <EndField
        fields={fields}
        label={t("ends")}
        hint={t("ends_hint")}
        first={toUtcInput(terms?.endsAt ?? null)}
      />
    </>
  );
}
