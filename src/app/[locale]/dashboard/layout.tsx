import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SignOutForm } from "#components/auth/sign-out-form.tsx";
import { AppShell } from "#components/shell/app-shell.tsx";
import { Banner } from "#components/shell/banner.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { findViewer } from "#lib/auth/session.ts";
import { isPro } from "#lib/entitlements/ask.ts";
import { resolve } from "#lib/entitlements/resolve.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { env } from "#lib/env/server.ts";
import { trialDays, trialDaysLeft } from "#lib/workspaces/trial.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const viewer = await findViewer();
  // Nobody is signed in: the page itself sends them to the sign-in page and back to itself.
  if (!viewer) return children;
  const t = await getTranslations("dashboard");
  const now = new Date();
  const isGated = env().GATEKEEPER_ENABLED;
  const access = resolve(await findAccessFacts(db(), viewer.workspace.id), now, isGated);
  const { source } = access;
  const daysLeft = trialDaysLeft(viewer.workspace.trialEndsAt, now);
  // Days beyond a trial's length were granted: no reason to count them down.
  const isTrialing = source === "trial" && daysLeft <= trialDays;
  const plan = isTrialing ? t("trial_badge") : isPro(access) ? t("pro") : t("free_badge");
  return (
    <AppShell
      homeHref={routes.dashboard}
      nav={[
        { href: routes.dashboard, label: t("nav_codes"), isExact: true },
        { href: routes.billing, label: t("nav_billing") },
        { href: routes.settings, label: t("nav_settings") },
      ]}
      workspaceName={viewer.workspace.name}
      planBadge={<Badge tone={isTrialing ? "notice" : "neutral"}>{plan}</Badge>}
      account={{
        name: viewer.name || viewer.email,
        email: viewer.email,
        entries: [{ href: routes.settings, label: t("nav_settings") }],
      }}
      signOut={<SignOutForm />}
      banner={
        <>
          {isTrialing && <Banner>{t("trial", { days: daysLeft })}</Banner>}
          {!isGated && viewer.platformRole === "ADMIN" && <Banner tone="attention">{t("gate_off")}</Banner>}
        </>
      }
    >
      {children}
    </AppShell>
  );
}
