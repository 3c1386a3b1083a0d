import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ListOrNothing } from "#components/admin/list-or-nothing.tsx";
import { NextPage } from "#components/admin/next-page.tsx";
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
import { listDeliveries } from "#lib/console/webhooks/list-deliveries.ts";
import { deliveriesQuery, showFilters } from "#lib/console/webhooks/validation.ts";
import { db } from "#platform/db/prisma.ts";
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
  const replay = hasStripe() && isNarrowed && matching > 0 && (
    <ReplayMatchingDialog filters={filters} matching={matching} atOnce={replayedAtOnce} />
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title={t("title")} description={t("description")} />
      <ReplayedMessage parameters={parameters} />
      <Panel title={t("list")} isFlush actions={replay}>
        <DeliveryFilters filters={query} isNarrowed={isNarrowed} types={types} />
        <ListOrNothing
          isEmpty={rows.length === 0}
          isNarrowed={isNarrowed}
          clearHref={routes.adminWebhooks()}
          none={{ title: t("none_title"), text: t("none_text") }}
        >
          <DeliveryTable rows={rows} />
        </ListOrNothing>
        <NextPage
          next={next}
          isLater={query.after !== null}
          hrefFor={(after) => routes.adminWebhooks(after === null ? filters : { ...filters, after })}
        />
      </Panel>
      {hasStripe() && <ReconcilePanel last={last} />}
    </div>
  );
}
