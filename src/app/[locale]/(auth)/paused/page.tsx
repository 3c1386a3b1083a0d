import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getTranslations } from "next-intl/server";
import { SignOutForm } from "#components/auth/sign-out-form.tsx";
import { AuthShell } from "#components/shell/auth-shell.tsx";
import { redirect } from "#i18n/navigation.ts";
import { findShutOut, requirePageViewer } from "#lib/auth/session.ts";
import { contactAddress } from "#lib/mails/contact.ts";
import { routes } from "#shared/routes.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account.paused"))("title") };
}

/** The one page of somebody whose account an admin has paused. */
export default async function PausedPage() {
  const person = await findShutOut();
  if (!person) {
    await requirePageViewer(routes.paused);
    return redirect({ href: routes.dashboard, locale: await getLocale() });
  }
  const t = await getTranslations("account.paused");
  const { ui, errors } = await getMessages();
  const contact = contactAddress();
  return (
    <AuthShell
      title={t("title")}
      description={<p className="break-words">{t("description", { email: person.email })}</p>}
    >
      <NextIntlClientProvider messages={{ ui, errors }}>
        <div className="grid gap-5">
          <p>{t("money")}</p>
          <p>
            {contact === null
              ? t("ask")
              : t.rich("ask_at", {
                  address: contact,
                  mail: (text) => (
                    <a href={`mailto:${contact}`} className="break-all underline">
                      {text}
                    </a>
                  ),
                })}
          </p>
          <SignOutForm />
        </div>
      </NextIntlClientProvider>
    </AuthShell>
  );
}
