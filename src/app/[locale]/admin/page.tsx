import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MoneyStats } from "#components/admin/overview/money-stats.tsx";
import { NeedsPerson } from "#components/admin/overview/needs-person.tsx";
import { PeoplePanel } from "#components/admin/overview/people-panel.tsx";
import { RecentSignUps } from "#components/admin/overview/recent-sign-ups.tsx";
import { SignUpsPanel } from "#components/admin/overview/sign-ups-panel.tsx";
import { MovementsPanel } from "#components/admin/revenue/mrr-panels.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { isFreshEnough } from "#lib/admin/guard.ts";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { getOverview } from "#lib/console/overview/get-overview.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.overview"))("title") } : {};
}

export default async function OverviewPage() {
  const viewer = await requireAdminPage(routes.admin);
  const now = new Date();
  const overview = await getOverview(db(), viewer, now);
  const t = await getTranslations("admin.overview");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title={t("title")} description={t("description")} />
      <NeedsPerson attention={overview.attention} />
      <MoneyStats overview={overview} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-2">
        <PeoplePanel people={overview.people} />
        <MovementsPanel mrr={overview.mrr} mayExport={isFreshEnough(viewer, now)} />
      </div>
      <SignUpsPanel days={overview.signUps} />
      <RecentSignUps rows={overview.recent} />
    </div>
  );
}
