import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SignOutForm } from "#components/auth/sign-out-form.tsx";
import { AppShell } from "#components/shell/app-shell.tsx";
import { findAdmin } from "#lib/admin/page-guard.ts";
import { routes } from "#shared/routes.ts";

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const viewer = await findAdmin();
  // Not for them: the page itself sends them on, and nothing of the frame tells what is here.
  if (!viewer) return children;
  const t = await getTranslations("admin");
  const { ui, errors, shell, admin } = await getMessages();
  return (
    <AppShell
      hasSideNav
      homeHref={routes.dashboard}
      nav={[
        { href: routes.admin, label: t("nav_overview"), isExact: true },
        { href: routes.adminAttention, label: t("nav_attention") },
        { href: routes.adminUsers(), label: t("nav_users") },
        { href: routes.adminPromo(), label: t("nav_promo") },
        { href: routes.adminRevenue, label: t("nav_revenue") },
        { href: routes.adminWaivers(), label: t("nav_waivers") },
        { href: routes.adminOverrides(), label: t("nav_overrides") },
        { href: routes.adminApiKeys(), label: t("nav_api_keys") },
        { href: routes.adminWebhooks(), label: t("nav_webhooks") },
        { href: routes.adminAudit(), label: t("nav_audit") },
        { href: routes.adminSystem, label: t("nav_system") },
        { href: routes.adminSignUps, label: t("nav_sign_ups") },
        { href: routes.dashboard, label: t("nav_dashboard") },
      ]}
      workspaceName={t("console")}
      account={{
        name: viewer.name || viewer.email,
        email: viewer.email,
        entries: [{ href: routes.settings, label: t("nav_settings") }],
      }}
      signOut={<SignOutForm />}
    >
      <NextIntlClientProvider messages={{ ui, errors, shell, admin }}>{children}</NextIntlClientProvider>
    </AppShell>
  );
}
