import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { MailForm } from "#components/auth/mail-form.tsx";
import { SignInForm } from "#components/auth/sign-in-form.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { getPathname } from "#i18n/navigation.ts";
import { signInByLink } from "#lib/auth/actions.ts";
import { parseNextPath } from "#lib/auth/next-path.ts";
import { redirectSignedIn } from "#lib/auth/session.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.signIn"))("title") };
}

export default async function SignInPage({ searchParams }: Props) {
  const query = await searchParams;
  const next = parseNextPath(query.next);
  await redirectSignedIn(next);
  const linkHref = routes.signInForm({ byLink: true, next });
  if (query.with !== "link") return <SignInForm next={next} linkHref={linkHref} />;

  const t = await getTranslations("auth.signIn");
  return (
    <MailForm
      action={signInByLink}
      title={t("linkTitle")}
      description={t("linkDescription")}
      submit={t("linkSubmit")}
      href={getPathname({ href: linkHref, locale: await getLocale() })}
      next={next}
      footer={
        <p>
          {t("noAccount")} <TextLink href={routes.signUpForm({ next })}>{t("toSignUp")}</TextLink>
        </p>
      }
    >
      <TextLink href={routes.signInForm({ next })}>{t("usePassword")}</TextLink>
    </MailForm>
  );
}
