import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CohortsPanel } from "#components/admin/revenue/cohorts-panel.tsx";
import { ComparisonPanel } from "#components/admin/revenue/comparison-panel.tsx";
import { MonthMoney, MonthsMoney } from "#components/admin/revenue/month-money.tsx";
import { MonthPicker } from "#components/admin/revenue/month-picker.tsx";
import { MovementsPanel, MrrPanel } from "#components/admin/revenue/mrr-panels.tsx";
import { OneCurrencyPanel } from "#components/admin/revenue/one-currency-panel.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { isFreshEnough } from "#lib/admin/guard.ts";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { hasStripe } from "#lib/billing/stripe.ts";
import { getLatestComparison } from "#lib/revenue/compare-with-stripe.ts";
import { getRates } from "#lib/revenue/exchange-rates.ts";
import { getMrr, getRevenue, monthAsked } from "#lib/revenue/revenue.ts";
import { revenueQuery } from "#lib/revenue/validation.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.revenue"))("title") } : {};
}

export default async function RevenuePage({ searchParams }: Props) {
  const viewer = await requireAdminPage(routes.adminRevenue);
  const { month: asked, into } = revenueQuery.parse(await searchParams);
  const now = new Date();
  const month = monthAsked(asked, now);
  const [revenue, mrr, rates, comparison] = await Promise.all([
    getRevenue(db(), viewer, month),
    getMrr(db(), viewer, now),
    getRates(db(), viewer),
    getLatestComparison(db(), viewer),
  ]);
  const mayExport = isFreshEnough(viewer, now);
  const t = await getTranslations("admin.revenue");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title={t("title")} description={t("description")} />
      <MonthPicker month={month} now={now} />
      <MonthMoney revenue={revenue} mayExport={mayExport} />
      <OneCurrencyPanel {...{ revenue, mrr, rates, into }} today={now.toISOString().slice(0, 10)} />
      <MonthsMoney revenue={revenue} />
      <MrrPanel mrr={mrr} mayExport={mayExport} />
      <MovementsPanel mrr={mrr} mayExport={mayExport} />
      <CohortsPanel cohorts={revenue.cohorts} mayExport={mayExport} />
      <ComparisonPanel comparison={comparison} canAsk={hasStripe()} />
    </div>
  );
}
