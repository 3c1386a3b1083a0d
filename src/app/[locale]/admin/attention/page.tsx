import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FailingPayments, OpenDisputes, SetAsideSubscriptions } from "#components/admin/attention-tables.tsx";
import { EventTable } from "#components/admin/event-table.tsx";
import { ReplayAllForm } from "#components/admin/replay-form.tsx";
import { Warnings } from "#components/admin/warnings.tsx";
import { ReconcilePanel } from "#components/admin/webhooks/reconcile-panel.tsx";
import { ReplayedMessage } from "#components/admin/webhooks/replayed-message.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { hasStripe } from "#lib/billing/stripe.ts";
import { getAttention } from "#lib/console/attention.ts";
import { replayedAtOnce } from "#lib/console/replay.ts";
import { getReconciliation } from "#lib/console/webhooks/get-reconciliation.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin"))("title") } : {};
}

export default async function AttentionPage({ searchParams }: Props) {
  const viewer = await requireAdminPage(routes.adminAttention);
  const [found, last] = await Promise.all([getAttention(db(), viewer), getReconciliation(db(), viewer)]);
  const now = new Date();
  const t = await getTranslations("admin");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title={t("title")} description={t("description")} />
      <ReplayedMessage parameters={await searchParams} />
      <Panel
        title={t("events.title")}
        isFlush
        actions={
          found.setAsideCount > 0 && <ReplayAllForm count={found.setAsideCount} atOnce={replayedAtOnce} />
        }
      >
        {found.events.length === 0 ? (
          <p className="p-4 text-ink-soft sm:p-5">{t("events.empty")}</p>
        ) : (
          <div className="grid gap-2 px-4 pb-3 sm:px-2">
            <EventTable events={found.events} now={now} />
            {found.eventCount > found.events.length && (
              <p className="px-3 text-sm text-ink-soft">
                {t("events.shown", { shown: found.events.length, count: found.eventCount })}
              </p>
            )}
          </div>
        )}
      </Panel>
      {hasStripe() && <ReconcilePanel last={last} />}
      <FailingPayments rows={found.payments} now={now} />
      <SetAsideSubscriptions rows={found.subscriptions} />
      <OpenDisputes rows={found.disputes} />
      <Warnings rows={found.warnings} />
    </div>
  );
}
