import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { CodeStateButtons } from "#components/codes/code-state-buttons.tsx";
import { CodeStatusBadge } from "#components/codes/code-status-badge.tsx";
import { DownloadPanel } from "#components/codes/download-panel.tsx";
import { EditCodeForm } from "#components/codes/edit-code-form.tsx";
import { ExpiryLabel } from "#components/codes/expiry-label.tsx";
import { ScanChart } from "#components/codes/scan-chart.tsx";
import { ScanTotal } from "#components/codes/scan-total.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { getCodeScans } from "#lib/analytics/code-scans.ts";
import { requirePageViewer } from "#lib/auth/session.ts";
import { findClosedGate } from "#lib/billing/closed-gate.ts";
import { readableDestination } from "#lib/codes/readable-destination.ts";
import { getCode } from "#lib/codes/service.ts";
import { shortLink } from "#lib/codes/short-link.ts";
import { parseCodeId } from "#lib/codes/validation.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { orNotFound } from "#platform/next/or-not-found.ts";
import { routes } from "#shared/routes.ts";

/** How many days the chart shows. */
const chartDays = 30;

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const loadCode = cache(async (unverifiedId: string) => {
  const viewer = await requirePageViewer(routes.code(unverifiedId));
  const code = await orNotFound(async () => getCode(db(), viewer, parseCodeId(unverifiedId)));
  return { viewer, code };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { code } = await loadCode((await params).id);
  return { title: code.name };
}

export default async function CodePage({ params, searchParams }: Props) {
  const { viewer, code } = await loadCode((await params).id);
  const { created } = await searchParams;
  const t = await getTranslations("codes.page");
  const now = new Date();
  const plan = await gatekeeper().getEntitlements(viewer, now);
  const scans = await getCodeScans(db(), viewer, plan, code.id, now, chartDays);
  const closed = {
    details: findClosedGate(plan, "see_details"),
    bots: findClosedGate(plan, "tell_bots"),
    expiry: findClosedGate(plan, "set_expiry"),
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <header className="grid gap-3">
        <TextLink href={routes.dashboard} className="text-sm">
          {t("back")}
        </TextLink>
        <div className="flex flex-wrap items-start justify-between gap-4">
          <div className="min-w-0">
            <h1 className="text-3xl leading-tight wrap-anywhere [font-stretch:120%]">{code.name}</h1>
            <p className="mt-2 flex flex-wrap items-center gap-3 text-sm text-ink-soft">
              <CodeStatusBadge code={code} now={now} />
              <ExpiryLabel expiresAt={code.expiresAt} now={now} />
            </p>
          </div>
          <CodeStateButtons code={code} />
        </div>
      </header>
      {created && <FormMessage tone="success">{t("created")}</FormMessage>}
      {code.pauseReason && (
        <FormMessage tone="notice">
          {t(`paused_${code.pauseReason}`)}
          {code.pauseNote && (
            <q className="block font-semibold whitespace-pre-line wrap-anywhere">{code.pauseNote}</q>
          )}
        </FormMessage>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <Panel title={t("scans")}>
            {scans.history && <ScanChart history={scans.history} hasBots={closed.bots === null} />}
            {closed.details && <ScanTotal total={scans.total} closed={closed.details} />}
          </Panel>
          <Panel title={t("edit")}>
            <EditCodeForm
              code={{ ...code, destination: readableDestination(code.destination) }}
              closedExpiry={closed.expiry}
            />
          </Panel>
        </div>
        <Panel title={t("print")} hasMarks>
          <DownloadPanel id={code.id} link={shortLink(env().APP_URL, code.slug)} />
        </Panel>
      </div>
    </div>
  );
}
