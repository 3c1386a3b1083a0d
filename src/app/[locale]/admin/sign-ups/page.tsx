import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { RecordPanel } from "#components/admin/record-panel.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { countedDays, getSignUpCounts } from "#lib/console/sign-ups.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.sign_ups"))("title") } : {};
}

export default async function SignUpsPage() {
  const viewer = await requireAdminPage(routes.adminSignUps);
  const { domains, networks } = await getSignUpCounts(db(), viewer, new Date());
  const t = await getTranslations("admin.sign_ups");
  const format = await getFormatter();
  const figures = (["count", "trials"] as const).map((figure) => ({
    label: t(figure),
    isNumeric: true,
    show: (row: Record<typeof figure, number>) => format.number(row[figure]),
  }));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title={t("title")} description={t("description", { days: countedDays })} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-2">
        <RecordPanel
          title={t("domains")}
          empty={t("empty")}
          rows={domains}
          keyOf={({ domain }) => domain}
          columns={[
            {
              label: t("domain"),
              show: ({ domain, isProvider }) => (
                <span className="flex flex-wrap items-center gap-2">
                  {domain}
                  {isProvider && <Badge>{t("provider")}</Badge>}
                </span>
              ),
            },
            ...figures,
          ]}
        />
        <RecordPanel
          title={t("networks")}
          empty={t("empty")}
          rows={networks}
          keyOf={({ network }) => network}
          columns={[
            { label: t("network"), show: ({ network }) => <span className="font-mono">{network}</span> },
            ...figures,
          ]}
        />
      </div>
    </div>
  );
}
