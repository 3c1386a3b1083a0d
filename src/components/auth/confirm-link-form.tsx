"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { AuthShell } from "#components/shell/auth-shell.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { confirmLink } from "#lib/auth/actions.ts";
import type { MailedLink } from "#lib/auth/validation.ts";
import { ArrivalTitle } from "./arrival-title.tsx";
import { ExpiredLink } from "./expired-link.tsx";

/**
 * One button: mail scanners follow links, so opening the page must not use the link up.
 */
export function ConfirmLinkForm({ link }: { link: MailedLink }) {
  const t = useTranslations("auth.confirm");
  const { form, message, state } = useForm(confirmLink);
  if (state.status === "done") {
    return (
      <AuthShell title={<ArrivalTitle>{t("otherMailbox.title")}</ArrivalTitle>}>
        {t("otherMailbox.description")}
      </AuthShell>
    );
  }
  if (state.status === "refused" && state.code === "link_expired") return <ExpiredLink type={link.type} />;
  return (
    <AuthShell title={t(`${link.type}.title`)} description={t(`${link.type}.description`)}>
      <form {...form} className="grid gap-5">
        <FormMessage>{message}</FormMessage>
        <input type="hidden" name="token_hash" value={link.token_hash} />
        <input type="hidden" name="type" value={link.type} />
        {link.next && <input type="hidden" name="next" value={link.next} />}
        <SubmitButton size="lg">{t(`${link.type}.submit`)}</SubmitButton>
      </form>
    </AuthShell>
  );
}
