import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { MailForm } from "#components/auth/mail-form.tsx";
import { SignUpForm } from "#components/auth/sign-up-form.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { getPathname } from "#i18n/navigation.ts";
import { signUpByLink } from "#lib/auth/actions.ts";
import { redirectSignedIn } from "#lib/auth/session.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.signUp"))("title") };
}

export default async function SignUpPage({ searchParams }: Props) {
  await redirectSignedIn(null);
  const locale = await getLocale();
  const linkHref = `${routes.signUp}?with=link`;
  if ((await searchParams).with !== "link") {
    return <SignUpForm href={getPathname({ href: routes.signUp, locale })} linkHref={linkHref} />;
  }
  const t = await getTranslations("auth.signUp");
  return (
    <MailForm
      action={signUpByLink}
      title={t("title")}
      description={t("linkDescription")}
      submit={t("linkSubmit")}
      href={getPathname({ href: linkHref, locale })}
      footer={
        <p>
          {t("hasAccount")} <TextLink href={routes.signIn}>{t("toSignIn")}</TextLink>
        </p>
      }
    >
      <TextLink href={routes.signUp}>{t("usePassword")}</TextLink>
    </MailForm>
  );
}
