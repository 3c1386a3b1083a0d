"use client";

import type { ReactNode } from "react";
import { useForm } from "#components/form/use-form.ts";
import { AuthShell } from "#components/shell/auth-shell.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { MailKind } from "#lib/auth/validation.ts";
import type { FormAction } from "#platform/next/form-action.ts";
import { CheckMailbox } from "./check-mailbox.tsx";
import { EmailField } from "./email-field.tsx";

type MailFormProps = {
  action: FormAction<{ email: string; kind: MailKind; next: string | null }>;
  title: ReactNode;
  description: ReactNode;
  submit: ReactNode;
  footer: ReactNode;
  /** This very form, freshly loaded. */
  href: string;
  /** The page to go on to once the link has been followed. */
  next?: string | null;
  /** Under the button: another way to the same end. */
  children?: ReactNode;
};

/** An address, and a mail to it: signing in or up by link, and the forgotten password. */
export function MailForm({
  action,
  title,
  description,
  submit,
  footer,
  href,
  next,
  children,
}: MailFormProps) {
  const { form, message, errorsOf, typed, state } = useForm(action);
  if (state.status === "done") return <CheckMailbox {...state.data} formHref={href} />;
  return (
    <AuthShell title={title} description={description} footer={footer}>
      <form {...form} className="grid gap-5">
        <FormMessage>{message}</FormMessage>
        <EmailField errors={errorsOf("email")} typed={typed("email")} />
        {next && <input type="hidden" name="next" value={next} />}
        <SubmitButton>{submit}</SubmitButton>
        {children && <p className="border-t border-hairline pt-4 text-sm">{children}</p>}
      </form>
    </AuthShell>
  );
}
