import { useTranslations } from "next-intl";
import { AuthShell } from "#components/shell/auth-shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { LinkType } from "#lib/auth/validation.ts";
import { routes } from "#shared/routes.ts";
import { ArrivalTitle } from "./arrival-title.tsx";

/** A link that was used, has run out or was never one, and the way to a new one. */
export function ExpiredLink({ type }: { type: LinkType | null }) {
  const t = useTranslations("auth.confirm.expired");
  const ways = {
    signIn: { href: routes.signInForm({ byLink: true }), label: t("signIn") },
    recovery: { href: routes.forgotPassword, label: t("recovery") },
    settings: { href: routes.settings, label: t("settings") },
  };
  const way = type === "recovery" ? ways.recovery : type === "email_change" ? ways.settings : ways.signIn;
  return (
    <AuthShell
      title={<ArrivalTitle>{t("title")}</ArrivalTitle>}
      description={t("description")}
      footer={<TextLink href={routes.signIn}>{t("password")}</TextLink>}
    >
      <ButtonLink href={way.href} variant="primary">
        {way.label}
      </ButtonLink>
    </AuthShell>
  );
}
