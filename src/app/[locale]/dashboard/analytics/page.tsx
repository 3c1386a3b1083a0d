import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { DetailsSkeleton } from "#components/analytics/details-skeleton.tsx";
import { DetailsTeaser } from "#components/analytics/details-teaser.tsx";
import { DetailsView } from "#components/analytics/details-view.tsx";
import { ExportButton } from "#components/analytics/export-button.tsx";
import { Filters } from "#components/analytics/filters.tsx";
import { UpgradeCTA } from "#components/billing/upgrade-cta.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Stat } from "#components/ui/stat.tsx";
import { HiddenScans } from "#components/usage/hidden-scans.tsx";
import { QuotaNotice } from "#components/usage/quota-notice.tsx";
import {
  type AnalyticsQuery,
  analyticsParameters,
  findTurnedRange,
  parseAnalyticsQuery,
} from "#lib/analytics/query.ts";
import type { DayRange } from "#lib/analytics/range.ts";
import { type Details, getReport } from "#lib/analytics/report.ts";
import { requirePageViewer } from "#lib/auth/session.ts";
import { type ClosedGate, findClosedGate } from "#lib/billing/closed-gate.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import type { Entitlements } from "#lib/entitlements/resolve.ts";
import { findQuota } from "#lib/usage/find-quota.ts";
import { db } from "#platform/db/prisma.ts";
import { orNotFound } from "#platform/next/or-not-found.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("analytics"))("title") };
}

export default async function AnalyticsPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const query = parseAnalyticsQuery(parameters);
  const turned = findTurnedRange(parameters);
  const viewer = await requirePageViewer(routes.analytics);
  const t = await getTranslations("analytics");
  const format = await getFormatter();
  const now = new Date();
  const plan = await gatekeeper().getEntitlements(viewer, now);
  const [report, exports] = await Promise.all([
    orNotFound(() => getReport(db(), viewer, plan, query, now)),
    findQuota(db(), viewer.workspace.id, plan, "exports", now),
  ]);
  const closed = {
    details: findClosedGate(plan, "see_details"),
    bots: findClosedGate(plan, "tell_bots"),
    countries: findClosedGate(plan, "see_countries"),
    exports: findClosedGate(plan, "export_scans"),
  };
  const isEditor = viewer.workspace.role !== "VIEWER";
  // Closed, the button says which plan has it; used up, the notice says from when on.
  const opened = closed.exports === null ? exports : null;
  // Who may not tell bots apart has them in every figure, in the file as well.
  const shown: AnalyticsQuery = closed.bots ? { ...query, bots: "with" } : query;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          isEditor &&
          opened?.state !== "blocked" && (
            <ExportButton
              href={routes.api.analyticsExport(analyticsParameters(shown))}
              closed={closed.exports}
            />
          )
        }
      />
      {isEditor && opened && <QuotaNotice quota={opened} tier={plan.tier} />}
      <dl>
        <Stat label={t("total")} value={format.number(report.total)} note={t("total_note")} />
      </dl>
      <Filters
        key={JSON.stringify([query, turned])}
        query={query}
        codes={report.codes}
        range={report.range}
        turned={closed.details ? null : turned}
        hasDetails={closed.details === null}
        closedBots={closed.bots}
      />
      {report.quota && <QuotaNotice quota={report.quota} tier={plan.tier} />}
      {report.cut && (
        <UpgradeCTA feature="look_back" limit={report.cut.days} isDenied={report.cut.isDenied} />
      )}
      {closed.details && <DetailsTeaser closed={closed.details} />}
      {report.details && (
        <>
          <Period range={report.range} />
          {/* Another question shows that its answer is on the way, instead of the last one's. */}
          <Suspense key={JSON.stringify(query)} fallback={<DetailsSkeleton />}>
            <LoadedDetails
              details={report.details}
              query={shown}
              plan={plan}
              closedCountries={closed.countries}
            />
          </Suspense>
        </>
      )}
    </div>
  );
}

async function Period({ range }: { range: DayRange }) {
  const t = await getTranslations("analytics");
  const format = await getFormatter();
  const named = (day: string) =>
    format.dateTime(new Date(`${day}T00:00:00Z`), { dateStyle: "long", timeZone: "UTC" });
  return (
    <p className="text-sm text-ink-soft">{t("range", { from: named(range.from), to: named(range.to) })}</p>
  );
}

type LoadedProps = {
  details: Promise<Details | null>;
  query: AnalyticsQuery;
  plan: Entitlements;
  closedCountries: ClosedGate | null;
};

async function LoadedDetails({ details, query, plan, closedCountries }: LoadedProps) {
  const t = await getTranslations("analytics");
  const found = await details;
  if (found !== null) {
    return (
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        {found.hidden > 0 && (
          <HiddenScans count={found.hidden} limit={plan.limits.trackedScans} tier={plan.tier} />
        )}
        <DetailsView details={found} withBots={query.bots === "with"} closedCountries={closedCountries} />
      </div>
    );
  }
  return (
    <Panel>
      <EmptyState
        title={t("failed_title")}
        action={
          <ButtonLink href={routes.analyticsFor(analyticsParameters(query))}>{t("failed_action")}</ButtonLink>
        }
      >
        {t("failed_text")}
      </EmptyState>
    </Panel>
  );
}
