import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SignOutForm } from "#components/auth/sign-out-form.tsx";
import { BillingBanner } from "#components/billing/billing-banner.tsx";
import { billingUrgency, comesBeforeBilling } from "#components/billing/billing-urgency.ts";
import { PlanBadge } from "#components/billing/plan-badge.tsx";
import { MayRedeemProvider } from "#components/promo/may-redeem.tsx";
import { AppShell } from "#components/shell/app-shell.tsx";
import { Banner } from "#components/shell/banner.tsx";
import { UsageBanner } from "#components/usage/usage-banner.tsx";
import { isAdmin } from "#lib/admin/guard.ts";
import { findViewer } from "#lib/auth/session.ts";
import { getBillingSummary, hasOtherAccess } from "#lib/billing/billing-view.ts";
import { trialEndsAt } from "#lib/entitlements/ask.ts";
import { env } from "#lib/env/server.ts";
import { canRedeem } from "#lib/promo/redemption.ts";
import { findOpenNotice } from "#lib/usage/find-open-notice.ts";
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
  const [{ view, plan, access, subscription }, notice] = await Promise.all([
    getBillingSummary(db(), viewer, now),
    findOpenNotice(db(), viewer, now),
  ]);
  const daysLeft = trialDaysLeft(trialEndsAt(access), now);
  // Days beyond a trial's length were granted: no reason to count them down.
  const counted = view === "trial" && daysLeft <= trialDays ? daysLeft : null;
  const standing = { view, trialDaysLeft: counted, graceUntil: access.graceUntil };
  const urgency = billingUrgency(standing);
  const isUsageFirst = notice !== null && comesBeforeBilling(notice.quota.state, urgency);
  const isUngated = !isGated && viewer.platformRole === "ADMIN";
  return (
    <AppShell
      homeHref={routes.dashboard}
      nav={[
        { href: routes.dashboard, label: t("nav_codes"), isExact: true },
        { href: routes.analytics, label: t("nav_analytics") },
        { href: routes.usage, label: t("nav_usage") },
        { href: routes.billing, label: t("nav_billing") },
        { href: routes.settings, label: t("nav_settings") },
      ]}
      workspaceName={viewer.workspace.name}
      planBadge={
        <PlanBadge plan={plan} view={view} trialDaysLeft={counted} endsAt={subscription?.cancelAt ?? null} />
      }
      account={{
        name: viewer.name || viewer.email,
        email: viewer.email,
        entries: [
          { href: routes.settings, label: t("nav_settings") },
          ...(isAdmin(viewer) ? [{ href: routes.admin, label: t("nav_admin") }] : []),
        ],
      }}
      signOut={<SignOutForm />}
      banner={
        (isUsageFirst || urgency || isUngated) && (
          <>
            {isUsageFirst ? (
              <UsageBanner notice={notice} />
            ) : (
              <BillingBanner {...standing} plan={plan} isGiven={hasOtherAccess(access)} />
            )}
            {isUngated && <Banner tone="attention">{t("gate_off")}</Banner>}
          </>
        )
      }
    >
      <MayRedeemProvider mayRedeem={canRedeem(viewer)}>{children}</MayRedeemProvider>
    </AppShell>
  );
}
