import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PagedList } from "#components/admin/paged-list.tsx";
import { DeliveryFilters } from "#components/admin/webhooks/delivery-filters.tsx";
import { DeliveryTable } from "#components/admin/webhooks/delivery-table.tsx";
import { ReconcilePanel } from "#components/admin/webhooks/reconcile-panel.tsx";
import { ReplayMatchingDialog } from "#components/admin/webhooks/replay-matching-dialog.tsx";
import { ReplayedMessage } from "#components/admin/webhooks/replayed-message.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { hasStripe } from "#lib/billing/stripe.ts";
import { replayedAtOnce } from "#lib/console/replay.ts";
import { getReconciliation } from "#lib/console/webhooks/get-reconciliation.ts";
import { countedAtMost, listDeliveries } from "#lib/console/webhooks/list-deliveries.ts";
import { deliveriesQuery, showFilters } from "#lib/console/webhooks/validation.ts";
import { db } from "#platform/db/prisma.ts";
import { showPlace } from "#shared/keyset.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.webhooks"))("title") } : {};
}

export default async function WebhooksPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const query = deliveriesQuery.parse(parameters);
  const filters = showFilters(query);
  const viewer = await requireAdminPage(routes.adminWebhooks(filters));
  const [{ rows, next, types, matching }, last] = await Promise.all([
    listDeliveries(db(), viewer, query),
    getReconciliation(db(), viewer),
  ]);
  const isNarrowed = Object.keys(filters).length > 0;
  const t = await getTranslations("admin.webhooks");
  const fields = query.past ? { ...filters, past: showPlace(query.past) } : filters;
  const counted = { matching: Math.min(matching, countedAtMost), isCut: matching > countedAtMost };
  const replay = hasStripe() && isNarrowed && matching > 0 && (
    <ReplayMatchingDialog fields={fields} {...counted} atOnce={replayedAtOnce} />
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title={t("title")} description={t("description")} />
      <ReplayedMessage
        parameters={parameters}
        left={query.past ? counted.matching : 0}
        isCut={counted.isCut}
      />
      <Panel title={t("list")} isFlush actions={replay}>
        <DeliveryFilters filters={query} isNarrowed={isNarrowed} types={types} />
        <PagedList
          hrefFor={routes.adminWebhooks}
          filters={filters}
          isNarrowed={isNarrowed}
          after={query.after}
          page={{ rows, next }}
          none={{ title: t("none_title"), text: t("none_text") }}
        >
          <DeliveryTable rows={rows} />
        </PagedList>
      </Panel>
      {hasStripe() && <ReconcilePanel last={last} />}
    </div>
  );
}
