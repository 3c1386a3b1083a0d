"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

type PasswordFieldProps = {
  name: string;
  label: ReactNode;
  autoComplete: "current-password" | "new-password";
  hint?: ReactNode;
  note?: ReactNode;
  errors: string[];
};

/** A password with a button that shows what was typed. */
export function PasswordField({ name, label, autoComplete, hint, note, errors }: PasswordFieldProps) {
  const t = useTranslations("auth.fields");
  const [isShown, setShown] = useState(false);
  return (
    <Field name={name} label={label} hint={hint} note={note} error={errors}>
      {(control) => (
        <span className="flex gap-2">
          <Input
            {...control}
            required
            type={isShown ? "text" : "password"}
            autoComplete={autoComplete}
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            className="min-w-0 grow"
          />
          <Button
            aria-pressed={isShown}
            aria-controls={control.id}
            className="w-10 shrink-0 px-0"
            onClick={() => setShown(!isShown)}
          >
            <Eye isOpen={isShown} />
            <span className="sr-only">{t("show")}</span>
          </Button>
        </span>
      )}
    </Field>
  );
}

function Eye({ isOpen }: { isOpen: boolean }) {
  return (
    <svg
      aria-hidden="true"
      width="18"
      height="18"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    >
      <path d="M2 10c2-3.5 4.7-5.25 8-5.25S16 6.5 18 10c-2 3.5-4.7 5.25-8 5.25S4 13.5 2 10z" />
      <circle cx="10" cy="10" r="2.25" />
      {!isOpen && <path d="M3.5 16.5l13-13" strokeLinecap="square" />}
    </svg>
  );
}
