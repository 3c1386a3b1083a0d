import { type Currency, currencies, planOfTier } from "#lib/billing/plans.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import type { Entitlements } from "#lib/entitlements/resolve.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { type DayUsage, listDailyUsage } from "./daily-store.ts";
import { estimateOverage, type Overage } from "./estimate-overage.ts";
import { findScanLimit } from "./hidden-scans.ts";
import { meters } from "./meters.ts";
import { billingDayOf, lastPeriods, type Period, periodAt } from "./period.ts";
import { quotaLimit } from "./quota.ts";
import { fitScanOverruns, hiddenOf } from "./scan-overruns.ts";
import { countHiddenScans, type ScanOverrun } from "./scan-store.ts";
import * as store from "./store.ts";
import { describeMeter, type MeterUsage, type UsageReport } from "./usage-report.ts";

/** How many periods the history has, the running one counted. */
const periodsShown = 6;

/** Everything that a workspace uses, what it may, and what comes next. */
export async function getUsage(db: Prisma, viewer: Viewer, now: Date): Promise<UsageReport> {
  const workspaceId = viewer.workspace.id;
  const [entitlements, billing, scanLimit] = await Promise.all([
    gatekeeper().getEntitlements(viewer, now),
    store.findBilling(db, workspaceId),
    findScanLimit(db, workspaceId, now),
  ]);
  const billingDay = billingDayOf(billing);
  const periods = lastPeriods(billingDay, now, periodsShown);
  const period = periodAt(billingDay, now);
  const [days, counters] = await Promise.all([
    listDailyUsage(db, workspaceId, periods[0]?.start ?? period.start, now),
    store.listCounters(db, workspaceId, period),
  ]);
  const scans = scansOf(days, period);
  const overruns = await fitScanOverruns(db, workspaceId, { period, scans, limit: scanLimit }, now);
  const counted = counters.set("trackedScans", { used: scans, limitReachedAt: reachedAt(overruns, period) });
  const described = meters.map((meter) => {
    const facts = {
      meter,
      limit: quotaLimit(meter, entitlements),
      days,
      counter: counted.get(meter) ?? null,
    };
    return describeMeter(facts, periods, now);
  });
  const hidden = await Promise.all(hiddenOf(overruns).map((each) => countHiddenScans(db, workspaceId, each)));
  return {
    period,
    tier: entitlements.tier,
    meters: described,
    overage: overageOf(entitlements, billing.currency, described),
    scansHidden: hidden.reduce((total, each) => total + each, 0),
  };
}

function scansOf(days: readonly DayUsage[], { start }: Period): number {
  return days
    .filter(({ meter, day }) => meter === "trackedScans" && new Date(day) >= start)
    .reduce((total, { used }) => total + used, 0);
}

function reachedAt(overruns: readonly ScanOverrun[], { start }: Period): Date | null {
  return overruns.find(({ period }) => period.start.getTime() === start.getTime())?.reachedAt ?? null;
}

/** Only of what is paid for: nobody owes anything for what was given. */
function overageOf(
  { tier, source }: Entitlements,
  currency: string | null,
  used: readonly MeterUsage[],
): Overage | null {
  const plan = planOfTier(tier);
  const paidIn: Currency | undefined = currencies.find((known) => known === currency);
  return source === "subscription" && plan && paidIn ? estimateOverage(plan.name, paidIn, used) : null;
}
