import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HealthPanels, VersionPanels } from "#components/admin/system/health-panels.tsx";
import { FailedJobs, FailedMails, JobRuns, QueuePanel } from "#components/admin/system/job-panels.tsx";
import { SettingsPanel } from "#components/admin/system/settings-panel.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { getSystem } from "#lib/console/system/get-system.ts";
import { canRetryMail } from "#lib/console/system/retry.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.system"))("title") } : {};
}

export default async function SystemPage() {
  const viewer = await requireAdminPage(routes.adminSystem);
  const system = await getSystem(db(), viewer, process.cwd());
  const now = new Date();
  const t = await getTranslations("admin.system");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title={t("title")} description={t("description")} />
      <FailedJobs jobs={system.failedJobs} />
      <FailedMails mails={system.failedMails} canRetry={(mail) => canRetryMail(mail, now)} />
      <QueuePanel queue={system.queue} mails={system.mails} now={now} />
      <JobRuns jobs={system.jobs} now={now} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-2">
        <HealthPanels database={system.database} cache={system.cache} />
        <VersionPanels versions={system.versions} migrations={system.migrations} />
      </div>
      <SettingsPanel settings={system.settings} />
    </div>
  );
}
