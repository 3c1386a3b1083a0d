"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EmailField } from "#components/auth/email-field.tsx";
import { PasswordField } from "#components/auth/password-field.tsx";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { saveEmail } from "#lib/account/actions.ts";

type EmailFormProps = {
  email: string;
  /** Asked for, and waiting for its link to be followed. */
  pendingEmail: string | null;
};

const bold = (text: ReactNode) => <strong className="break-all">{text}</strong>;

export function EmailForm({ email, pendingEmail }: EmailFormProps) {
  const t = useTranslations("account.email");
  const { form, message, errorsOf, typed, state } = useForm(saveEmail);
  const isSent = state.status === "done";
  return (
    <form {...form} className="grid justify-items-start gap-4">
      <p>{t.rich("current", { email, b: bold })}</p>
      <FormMessage>{message}</FormMessage>
      {isSent && (
        <FormMessage tone="success">{t.rich("sent", { email: state.data.email, b: bold })}</FormMessage>
      )}
      {!isSent && pendingEmail && (
        <FormMessage tone="notice">{t.rich("pending", { email: pendingEmail, b: bold })}</FormMessage>
      )}
      <div className="grid w-full gap-4">
        <EmailField
          label={t("label")}
          hint={t("hint")}
          errors={errorsOf("email")}
          typed={typed("email")}
          autoComplete="email"
        />
        <PasswordField
          name="current_password"
          label={t("currentPassword")}
          autoComplete="current-password"
          errors={errorsOf("current_password")}
        />
      </div>
      <SubmitButton>{t("submit")}</SubmitButton>
    </form>
  );
}
