import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditFilters } from "#components/admin/audit/audit-filters.tsx";
import { AuditTable } from "#components/admin/audit/audit-table.tsx";
import { RetentionPanel } from "#components/admin/audit/retention-panel.tsx";
import { PagedList } from "#components/admin/paged-list.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { isFreshEnough } from "#lib/admin/guard.ts";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { getRetention } from "#lib/console/audit/get-retention.ts";
import { listAudit } from "#lib/console/audit/list-audit.ts";
import { auditQuery, showAuditFilters } from "#lib/console/audit/validation.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.audit"))("title") } : {};
}

export default async function AuditPage({ searchParams }: Props) {
  const query = auditQuery.parse(await searchParams);
  const filters = showAuditFilters(query);
  const here = routes.adminAudit(filters);
  const viewer = await requireAdminPage(here);
  const [{ rows, next, names, actions }, retention] = await Promise.all([
    listAudit(db(), viewer, query),
    getRetention(db(), viewer),
  ]);
  const isNarrowed = Object.keys(filters).length > 0;
  const mayExport = isFreshEnough(viewer, new Date());
  const t = await getTranslations("admin.audit");
  const download = mayExport ? (
    <ButtonLink href={routes.api.auditExport(filters)} icon="download" isPlain>
      {t("export")}
    </ButtonLink>
  ) : (
    <ButtonLink href={routes.secondFactor(here)} icon="key">
      {t("show_factor")}
    </ButtonLink>
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title={t("title")} description={t("description")} actions={download} />
      <Panel title={t("list")} isFlush>
        <AuditFilters filters={query} isNarrowed={isNarrowed} actions={actions} />
        <PagedList
          hrefFor={routes.adminAudit}
          filters={filters}
          isNarrowed={isNarrowed}
          after={query.after}
          page={{ rows, next }}
          none={{ title: t("none_title"), text: t("none_text") }}
        >
          <AuditTable rows={rows} names={names} />
        </PagedList>
      </Panel>
      <RetentionPanel rows={retention} />
    </div>
  );
}
