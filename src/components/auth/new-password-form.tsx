"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { chooseNewPassword } from "#lib/auth/actions.ts";
import { PasswordField } from "./password-field.tsx";

type NewPasswordFormProps = {
  email: string;
  /** The page to go on to; null for the settings. */
  next: string | null;
};

export function NewPasswordForm({ email, next }: NewPasswordFormProps) {
  const t = useTranslations("auth");
  const { form, message, errorsOf } = useForm(chooseNewPassword);
  return (
    <form {...form} className="grid gap-5">
      <FormMessage>{message}</FormMessage>
      {/* For password managers: which account the new password belongs to. */}
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        name="password"
        label={t("fields.newPassword")}
        autoComplete="new-password"
        hint={t("fields.passwordHint")}
        errors={errorsOf("password")}
      />
      {next && <input type="hidden" name="next" value={next} />}
      <SubmitButton>{t("newPassword.submit")}</SubmitButton>
    </form>
  );
}
