"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { AuthShell } from "#components/shell/auth-shell.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { signIn } from "#lib/auth/actions.ts";
import { routes } from "#shared/routes.ts";
import { EmailField } from "./email-field.tsx";
import { PasswordField } from "./password-field.tsx";
import { ResendForm } from "./resend-form.tsx";

type SignInFormProps = {
  /** The page to go on to; checked again on the server. */
  next: string | null;
  /** This page with the other way of signing in. */
  linkHref: string;
};

export function SignInForm({ next, linkHref }: SignInFormProps) {
  const t = useTranslations("auth");
  const { form, message, errorsOf, typed, state } = useForm(signIn);
  const isUnconfirmed = state.status === "refused" && state.code === "email_not_confirmed";
  return (
    <AuthShell
      title={t("signIn.title")}
      footer={
        <p>
          {t("signIn.noAccount")}{" "}
          <TextLink href={routes.signUpForm({ next })}>{t("signIn.toSignUp")}</TextLink>
        </p>
      }
    >
      <div className="grid gap-5">
        <form {...form} className="grid gap-5">
          <FormMessage>{message}</FormMessage>
          <EmailField errors={errorsOf("email")} typed={typed("email")} />
          <PasswordField
            name="password"
            label={t("fields.password")}
            autoComplete="current-password"
            errors={errorsOf("password")}
          />
          {next && <input type="hidden" name="next" value={next} />}
          <SubmitButton>{t("signIn.submit")}</SubmitButton>
        </form>
        {isUnconfirmed && (
          <div className="grid gap-2 border-t border-hairline pt-5">
            <p>{t("unconfirmed")}</p>
            <ResendForm email={typed("email")} kind="sign-up" next={next} />
          </div>
        )}
        <p className="flex flex-wrap justify-between gap-x-4 gap-y-2 border-t border-hairline pt-4 text-sm">
          <TextLink href={linkHref}>{t("signIn.useLink")}</TextLink>
          <TextLink href={routes.forgotPassword}>{t("signIn.forgot")}</TextLink>
        </p>
      </div>
    </AuthShell>
  );
}
