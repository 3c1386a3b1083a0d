import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { RedeemForm } from "#components/promo/redeem-form.tsx";
import { AuthShell } from "#components/shell/auth-shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { redirect } from "#i18n/navigation.ts";
import { findLastPage, findViewer } from "#lib/auth/session.ts";
import { canonicalCode, showCode } from "#lib/promo/code-text.ts";
import { canRedeem } from "#lib/promo/redemption.ts";
import { routes } from "#shared/routes.ts";

type Props = { params: Promise<{ code: string }> };

// The address holds what may be worth something: no search engine keeps it, and no other site learns
// it. Without any referrer the form would be sent from the origin `null`, which is refused.
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("promo");
  return { title: t("title"), referrer: "same-origin", robots: { index: false } };
}

/**
 * Where a promo code's link leads. Looking at the page neither redeems the code nor tells whether
 * there is one: only the button asks for it, and counts as a try.
 */
export default async function RedeemPage({ params }: Props) {
  const code = readCode((await params).code);
  if (code === null) notFound();
  const viewer = await findViewer();
  const lastPage = viewer ? null : await findLastPage();
  if (lastPage) redirect({ href: lastPage, locale: await getLocale() });
  const t = await getTranslations("promo");
  const shown = <strong className="figure break-all">{showCode(code)}</strong>;
  if (!viewer) {
    const next = routes.redeem(code);
    return (
      <AuthShell title={t("title")} description={t.rich("link.signed_out", { code: () => shown })}>
        <div className="flex flex-wrap gap-3">
          <ButtonLink href={routes.signUpForm({ next })} variant="primary">
            {t("link.sign_up")}
          </ButtonLink>
          <ButtonLink href={routes.signInForm({ next })}>{t("link.sign_in")}</ButtonLink>
        </div>
      </AuthShell>
    );
  }
  const workspace = viewer.workspace.name;
  return (
    <AuthShell
      title={t("title")}
      description={t.rich("link.signed_in", { code: () => shown, workspace })}
      footer={<TextLink href={routes.billing}>{t("link.to_billing")}</TextLink>}
    >
      {canRedeem(viewer) ? <RedeemForm code={code} /> : <p>{t("ask_owner")}</p>}
    </AuthShell>
  );
}

/** A part of an address may be escaped, and badly. */
function readCode(segment: string): string | null {
  try {
    return canonicalCode(decodeURIComponent(segment));
  } catch {
    return null;
  }
}
