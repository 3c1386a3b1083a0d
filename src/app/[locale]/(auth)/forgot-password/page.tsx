import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { MailForm } from "#components/auth/mail-form.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { getPathname } from "#i18n/navigation.ts";
import { forgotPassword } from "#lib/auth/actions.ts";
import { routes } from "#shared/routes.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.forgot"))("title") };
}

/** Open to the signed-in as well: somebody who came by a link has no password yet. */
export default async function ForgotPasswordPage() {
  const t = await getTranslations("auth.forgot");
  return (
    <MailForm
      action={forgotPassword}
      title={t("title")}
      description={t("description")}
      submit={t("submit")}
      href={getPathname({ href: routes.forgotPassword, locale: await getLocale() })}
      footer={<TextLink href={routes.signIn}>{t("back")}</TextLink>}
    />
  );
}
