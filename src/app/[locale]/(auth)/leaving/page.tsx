import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getFormatter, getLocale, getMessages, getTranslations } from "next-intl/server";
import { KeepAccountForm } from "#components/account/keep-account-form.tsx";
import { SignOutForm } from "#components/auth/sign-out-form.tsx";
import { AuthShell } from "#components/shell/auth-shell.tsx";
import { redirect } from "#i18n/navigation.ts";
import { canBeKept, undoEnd } from "#lib/account/deletion.ts";
import { findLeaver, requirePageViewer } from "#lib/auth/session.ts";
import { routes } from "#shared/routes.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account.leaving"))("heading") };
}

/** The one page of somebody whose account is to be deleted. */
export default async function LeavingPage() {
  const leaver = await findLeaver();
  if (!leaver) {
    await requirePageViewer(routes.leaving);
    return redirect({ href: routes.dashboard, locale: await getLocale() });
  }
  const t = await getTranslations("account.leaving");
  const format = await getFormatter();
  const { ui, errors, account } = await getMessages();
  const now = new Date();
  const { deletionRequestedAt, workspace, email } = leaver;
  const date = format.dateTime(undoEnd(deletionRequestedAt), { dateStyle: "long" });
  const isOpen = canBeKept(deletionRequestedAt, now);
  const { trialEndsAt } = workspace;
  const comesBack =
    trialEndsAt && trialEndsAt > now
      ? t("withTrial", { date: format.dateTime(trialEndsAt, { dateStyle: "long" }) })
      : t("withFree");
  return (
    <AuthShell
      title={isOpen ? t("title", { date }) : t("tooLate")}
      description={<p className="break-words">{t("description", { email })}</p>}
    >
      <NextIntlClientProvider messages={{ ui, errors, account }}>
        <div className="grid gap-5">
          {isOpen && (
            <>
              <p>{comesBack}</p>
              <KeepAccountForm />
            </>
          )}
          <SignOutForm />
        </div>
      </NextIntlClientProvider>
    </AuthShell>
  );
}
