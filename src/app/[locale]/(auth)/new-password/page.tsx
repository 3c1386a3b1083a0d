import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { NewPasswordForm } from "#components/auth/new-password-form.tsx";
import { AuthShell } from "#components/shell/auth-shell.tsx";
import { redirect } from "#i18n/navigation.ts";
import { parseNextPath } from "#lib/auth/next-path.ts";
import { isInRecovery } from "#lib/auth/recovery-cookie.ts";
import { findViewer } from "#lib/auth/session.ts";
import { routes } from "#shared/routes.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.newPassword"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/**
 * Only for somebody who has just followed a recovery link, or who has confirmed an address in
 * another browser than signed up and goes on to `next`; others say their old password first.
 */
export default async function NewPasswordPage({ searchParams }: Props) {
  const locale = await getLocale();
  const viewer = await findViewer();
  if (!viewer) return redirect({ href: routes.forgotPassword, locale });
  if (!(await isInRecovery(viewer.profileId, new Date()))) return redirect({ href: routes.settings, locale });
  const t = await getTranslations("auth.newPassword");
  const next = parseNextPath((await searchParams).next);
  return (
    <AuthShell
      title={t("title")}
      description={t(next ? "confirmedElsewhere" : "description", { email: viewer.email })}
    >
      <NewPasswordForm email={viewer.email} next={next} />
    </AuthShell>
  );
}
