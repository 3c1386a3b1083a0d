"use client";

import { useTranslations } from "next-intl";
import { PasswordField } from "#components/auth/password-field.tsx";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { savePassword } from "#lib/account/actions.ts";
import { routes } from "#shared/routes.ts";

export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("account");
  const hint = useTranslations("auth.fields")("passwordHint");
  const { form, message, errorsOf, state } = useForm(savePassword);
  return (
    <form {...form} className="grid justify-items-start gap-4">
      <FormMessage>{message}</FormMessage>
      {state.status === "done" && <FormMessage tone="success">{t("saved.password")}</FormMessage>}
      {/* For password managers: which account the new password belongs to. */}
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <div className="grid w-full gap-4">
        <PasswordField
          name="current_password"
          label={t("password.current")}
          autoComplete="current-password"
          errors={errorsOf("current_password")}
        />
        <PasswordField
          name="password"
          label={t("password.label")}
          autoComplete="new-password"
          hint={hint}
          errors={errorsOf("password")}
        />
      </div>
      <div className="flex w-full flex-wrap items-center gap-x-4 gap-y-3">
        <SubmitButton>{t("password.submit")}</SubmitButton>
        <p className="text-sm text-ink-soft">
          {t("password.unknown")} <TextLink href={routes.forgotPassword}>{t("password.forgot")}</TextLink>
        </p>
      </div>
    </form>
  );
}
