"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { AuthShell } from "#components/shell/auth-shell.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { MailKind } from "#lib/auth/validation.ts";
import { ResendForm } from "./resend-form.tsx";

type CheckMailboxProps = {
  email: string;
  kind: MailKind;
  /** The form to go back to, freshly loaded. */
  formHref: string;
};

/** What stands in the place of a form whose mail is on its way. */
export function CheckMailbox({ email, kind, formHref }: CheckMailboxProps) {
  const t = useTranslations("auth.mailbox");
  const title = useRef<HTMLSpanElement>(null);
  // The form is gone and the focus with it; the heading tells what came instead.
  useEffect(() => title.current?.focus(), []);
  const address = {
    email,
    b: (text: React.ReactNode) => <strong className="break-all">{text}</strong>,
  };
  return (
    <AuthShell
      title={
        <span ref={title} tabIndex={-1} className="outline-none">
          {t("title")}
        </span>
      }
      description={kind === "sign-up" ? t.rich("signUp", address) : t.rich("known", address)}
      footer={
        <TextLink href={formHref} isPlain>
          {t("otherAddress")}
        </TextLink>
      }
    >
      <div className="grid gap-4">
        <p className="text-sm text-ink-soft">{t("spam")}</p>
        <ResendForm email={email} kind={kind} isJustSent />
      </div>
    </AuthShell>
  );
}
