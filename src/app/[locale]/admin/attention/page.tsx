import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FailingPayments, OpenDisputes, SetAsideSubscriptions } from "#components/admin/attention-tables.tsx";
import { EventTable } from "#components/admin/event-table.tsx";
import { ReconcileForm } from "#components/admin/reconcile-form.tsx";
import { ReplayAllForm } from "#components/admin/replay-form.tsx";
import { Warnings } from "#components/admin/warnings.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { hasStripe } from "#lib/billing/stripe.ts";
import { getAttention } from "#lib/console/attention.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin"))("title") } : {};
}

export default async function AttentionPage({ searchParams }: Props) {
  const viewer = await requireAdminPage(routes.adminAttention);
  const found = await getAttention(db(), viewer);
  const replayed = parseReplayed(await searchParams);
  const now = new Date();
  const t = await getTranslations("admin");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title={t("title")} description={t("description")} />
      {replayed && (
        <FormMessage tone={replayed.processed === replayed.replayed ? "success" : "notice"}>
          {t("events.replayed", replayed)}
        </FormMessage>
      )}
      <Panel
        title={t("events.title")}
        isFlush
        actions={found.setAsideCount > 0 && <ReplayAllForm count={found.setAsideCount} />}
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
      {hasStripe() && (
        <Panel title={t("reconcile.title")}>
          <ReconcileForm />
        </Panel>
      )}
      <FailingPayments rows={found.payments} now={now} />
      <SetAsideSubscriptions rows={found.subscriptions} />
      <OpenDisputes rows={found.disputes} />
      <Warnings rows={found.warnings} />
    </div>
  );
}

/** What became of a replay; anything that is not three numbers is nothing. */
function parseReplayed(parameters: Awaited<Props["searchParams"]>) {
  const [replayed, processed, failed] = ["replayed", "processed", "failed"].map((name) =>
    /^\d{1,4}$/.test(String(parameters[name])) ? Number(parameters[name]) : null,
  );
  return replayed == null || processed == null || failed == null ? null : { replayed, processed, failed };
}
