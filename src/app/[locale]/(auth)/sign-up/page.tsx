import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { MailForm } from "#components/auth/mail-form.tsx";
import { SignUpForm } from "#components/auth/sign-up-form.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { getPathname } from "#i18n/navigation.ts";
import { signUpByLink } from "#lib/auth/actions.ts";
import { parseNextPath } from "#lib/auth/next-path.ts";
import { redirectSignedIn } from "#lib/auth/session.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.signUp"))("title") };
}

export default async function SignUpPage({ searchParams }: Props) {
  const query = await searchParams;
  const next = parseNextPath(query.next);
  await redirectSignedIn(next);
  const locale = await getLocale();
  const formHref = routes.signUpForm({ next });
  const linkHref = routes.signUpForm({ byLink: true, next });
  if (query.with !== "link") {
    return <SignUpForm next={next} href={getPathname({ href: formHref, locale })} linkHref={linkHref} />;
  }
  const t = await getTranslations("auth.signUp");
  return (
    <MailForm
      action={signUpByLink}
      title={t("title")}
      description={t("linkDescription")}
      submit={t("linkSubmit")}
      href={getPathname({ href: linkHref, locale })}
      next={next}
      footer={
        <p>
          {t("hasAccount")} <TextLink href={routes.signInForm({ next })}>{t("toSignIn")}</TextLink>
        </p>
      }
    >
      <TextLink href={formHref}>{t("usePassword")}</TextLink>
    </MailForm>
  );
}
