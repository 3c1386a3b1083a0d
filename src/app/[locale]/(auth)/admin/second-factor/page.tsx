import type { Metadata } from "next";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { SignOutForm } from "#components/auth/sign-out-form.tsx";
import { EnrolForm } from "#components/second-factor/enrol-form.tsx";
import { RemoveForm } from "#components/second-factor/remove-form.tsx";
import { ShowForm } from "#components/second-factor/show-form.tsx";
import { AuthShell } from "#components/shell/auth-shell.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { redirect } from "#i18n/navigation.ts";
import { isAdmin, isFresh } from "#lib/admin/guard.ts";
import { findHolder, requireHolderPage } from "#lib/admin/page-guard.ts";
import { parseNextPath } from "#lib/auth/next-path.ts";
import { findSecondFactor } from "#lib/auth/session.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return (await findHolder()) ? { title: (await getTranslations("auth.secondFactor"))("title") } : {};
}

/** Sets the second factor up, asks for it, or, where it was shown lately, lets it be replaced. */
export default async function SecondFactorPage({ searchParams }: Props) {
  const next = parseNextPath((await searchParams).next);
  const viewer = await requireHolderPage(routes.secondFactor(next));
  const factor = await findSecondFactor();
  const t = await getTranslations("auth.secondFactor");
  if (!factor) {
    return (
      <AuthShell title={t("enrol.title")} description={t("enrol.description")} footer={<Away />}>
        <EnrolForm next={next} />
      </AuthShell>
    );
  }
  if (!isFresh(viewer, new Date())) {
    return (
      <AuthShell title={t("show.title")} description={t("show.description")} footer={<Away />}>
        <ShowForm next={next} />
      </AuthShell>
    );
  }
  if (next) return redirect({ href: next, locale: await getLocale() });
  const added = (await getFormatter()).dateTime(factor.addedAt, { dateStyle: "long" });
  return (
    <AuthShell
      title={t("title")}
      description={t("added", { date: added })}
      footer={<TextLink href={isAdmin(viewer) ? routes.admin : routes.dashboard}>{t("goOn")}</TextLink>}
    >
      <div className="grid gap-5">
        {/* Another one than before is another form: nothing of the last one stays. */}
        {isAdmin(viewer) && <EnrolForm key={factor.id} next={null} isReplacement />}
        <RemoveForm />
      </div>
    </AuthShell>
  );
}

/** For whom the app is not at hand. */
async function Away() {
  const t = await getTranslations("auth.secondFactor");
  return (
    <div className="grid justify-items-center gap-2">
      <TextLink href={routes.dashboard}>{t("away")}</TextLink>
      <SignOutForm />
    </div>
  );
}
