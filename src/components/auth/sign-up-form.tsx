"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { AuthShell } from "#components/shell/auth-shell.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Input } from "#components/ui/input.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { signUp } from "#lib/auth/actions.ts";
import { routes } from "#shared/routes.ts";
import { CheckMailbox } from "./check-mailbox.tsx";
import { EmailField } from "./email-field.tsx";
import { PasswordField } from "./password-field.tsx";

type SignUpFormProps = {
  /** The page to go on to once the address is confirmed; checked again on the server. */
  next: string | null;
  /** This form, freshly loaded, with the language's prefix. */
  href: string;
  /** This page with the way that needs no password. */
  linkHref: string;
};

export function SignUpForm({ next, href, linkHref }: SignUpFormProps) {
  const t = useTranslations("auth");
  const { form, message, errorsOf, typed, state } = useForm(signUp);
  if (state.status === "done") return <CheckMailbox {...state.data} formHref={href} />;
  return (
    <AuthShell
      title={t("signUp.title")}
      description={t("signUp.description")}
      footer={
        <p>
          {t("signUp.hasAccount")}{" "}
          <TextLink href={routes.signInForm({ next })}>{t("signUp.toSignIn")}</TextLink>
        </p>
      }
    >
      <form {...form} className="grid gap-5">
        <FormMessage>{message}</FormMessage>
        <Field name="name" label={t("fields.name")} note={t("fields.optional")} error={errorsOf("name")}>
          {(control) => (
            <Input {...control} autoComplete="name" maxLength={100} defaultValue={typed("name")} />
          )}
        </Field>
        <EmailField errors={errorsOf("email")} typed={typed("email")} />
        <PasswordField
          name="password"
          label={t("fields.password")}
          autoComplete="new-password"
          hint={t("fields.passwordHint")}
          errors={errorsOf("password")}
        />
        {next && <input type="hidden" name="next" value={next} />}
        <SubmitButton>{t("signUp.submit")}</SubmitButton>
        <p className="border-t border-hairline pt-4 text-sm">
          <TextLink href={linkHref}>{t("signUp.useLink")}</TextLink>
        </p>
      </form>
    </AuthShell>
  );
}
