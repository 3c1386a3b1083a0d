"use client";

import { useTranslations } from "next-intl";
import { useTimeZone } from "#components/form/use-time-zone.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { toLocalInput } from "#lib/codes/expiry.ts";

type Props = { expiresAt: Date | null; typed: string | undefined; errors: string[] };

/** The wall-clock time in the reader's own zone, sent with the zone's name. */
export function ExpiryField({ expiresAt, typed, errors }: Props) {
  const t = useTranslations("codes.form");
  const timeZone = useTimeZone();
  const before = expiresAt ? toLocalInput(expiresAt, timeZone) : "";
  return (
    <Field
      name="expiresAt"
      label={t("expiry")}
      note={t("optional")}
      hint={t("expiry_hint", { timeZone: timeZone.replaceAll("_", " ") })}
      error={errors}
    >
      {(control) => (
        <>
          <Input {...control} key={timeZone} type="datetime-local" defaultValue={typed ?? before} />
          <input type="hidden" name="timeZone" value={timeZone} />
          {expiresAt && <input type="hidden" name="expiresAtBefore" value={before} />}
        </>
      )}
    </Field>
  );
}
