"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AuthShell } from "#components/shell/auth-shell.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { MailKind } from "#lib/auth/validation.ts";
import { ArrivalTitle } from "./arrival-title.tsx";
import { ResendForm } from "./resend-form.tsx";

type CheckMailboxProps = {
  email: string;
  kind: MailKind;
  next: string | null;
  /** The form to go back to, freshly loaded. */
  formHref: string;
};

/** What stands in the place of a form whose mail is on its way. */
export function CheckMailbox({ email, kind, next, formHref }: CheckMailboxProps) {
  const t = useTranslations("auth.mailbox");
  const address = {
    email,
    b: (text: ReactNode) => <strong className="break-all">{text}</strong>,
  };
  return (
    <AuthShell
      title={<ArrivalTitle>{t("title")}</ArrivalTitle>}
      description={kind === "sign-up" ? t.rich("signUp", address) : t.rich("known", address)}
      footer={
        <TextLink href={formHref} isPlain>
          {t("otherAddress")}
        </TextLink>
      }
    >
      <div className="grid gap-4">
        <p className="text-sm text-ink-soft">{t("spam")}</p>
        <ResendForm email={email} kind={kind} next={next} isJustSent />
      </div>
    </AuthShell>
  );
}
