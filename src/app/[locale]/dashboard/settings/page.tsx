import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import { DeleteAccountForm } from "#components/account/delete-account-form.tsx";
import { EmailForm } from "#components/account/email-form.tsx";
import { LanguageForm } from "#components/account/language-form.tsx";
import { NameForm } from "#components/account/name-form.tsx";
import { PasswordForm } from "#components/account/password-form.tsx";
import { SessionsForm } from "#components/account/sessions-form.tsx";
import { UsageMailsForm } from "#components/account/usage-mails-form.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { undoDays } from "#lib/account/deletion.ts";
import { getUsageMails } from "#lib/account/store.ts";
import { canSeeActivity } from "#lib/activity/list-activity.ts";
import { findPendingEmail, requirePageViewer } from "#lib/auth/session.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What other pages have saved before they came back here. */
const savedElsewhere = ["email", "password", "language"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title") };
}

export default async function SettingsPage({ searchParams }: Props) {
  const viewer = await requirePageViewer(routes.settings);
  const [pendingEmail, usageMails] = await Promise.all([
    findPendingEmail(),
    getUsageMails(db(), viewer.profileId),
  ]);
  const { saved } = await searchParams;
  const t = await getTranslations("account");
  const { ui, errors, account, auth } = await getMessages();
  const news = savedElsewhere.find((what) => what === saved);
  return (
    <NextIntlClientProvider messages={{ ui, errors, account, auth }}>
      <PageHeader title={t("title")} />
      {news && (
        <FormMessage tone="success" className="mb-6">
          {t(`saved.${news}`)}
        </FormMessage>
      )}
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid gap-6">
          <Panel title={t("name.title")}>
            <NameForm name={viewer.name} />
          </Panel>
          <Panel title={t("language.title")}>
            <LanguageForm locale={viewer.locale} />
          </Panel>
          <Panel title={t("usage_mails.title")} id="usage-mails">
            <UsageMailsForm usageMails={usageMails} />
          </Panel>
          <Panel title={t("sessions.title")}>
            <SessionsForm />
          </Panel>
        </div>
        <div className="grid gap-6">
          <Panel title={t("email.title")}>
            <EmailForm email={viewer.email} pendingEmail={pendingEmail} />
          </Panel>
          <Panel title={t("password.title")}>
            <PasswordForm email={viewer.email} />
          </Panel>
          {canSeeActivity(viewer) && (
            <Panel title={t("activity.title")}>
              <div className="grid justify-items-start gap-4">
                <p>{t("activity.description")}</p>
                <ButtonLink href={routes.activity()}>{t("activity.open")}</ButtonLink>
              </div>
            </Panel>
          )}
          <Panel title={t("api.title")}>
            <div className="grid justify-items-start gap-4">
              <p>{t("api.description")}</p>
              <ButtonLink href={routes.apiKeys} icon="key">
                {t("api.open")}
              </ButtonLink>
            </div>
          </Panel>
        </div>
      </div>
      <Panel title={t("delete.title")} className="mt-6">
        <DeleteAccountForm email={viewer.email} undoDays={undoDays} />
      </Panel>
    </NextIntlClientProvider>
  );
}
