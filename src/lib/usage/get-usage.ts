import { type Currency, currencies, planOfTier } from "#lib/billing/plans.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import type { Entitlements } from "#lib/entitlements/resolve.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { estimateOverage, type Overage } from "./estimate-overage.ts";
import { findScanLimit } from "./hidden-scans.ts";
import { billingDayOf, lastPeriods, periodAt } from "./period.ts";
import { readMeters } from "./read-meters.ts";
import { hiddenOf } from "./scan-overruns.ts";
import { countHiddenScans } from "./scan-store.ts";
import { findBilling } from "./store.ts";
import type { MeterUsage, UsageReport } from "./usage-report.ts";

/** How many periods the history has, the running one counted. */
const periodsShown = 6;

/** Everything that a workspace uses, what it may, and what comes next. */
export async function getUsage(db: Prisma, viewer: Viewer, now: Date): Promise<UsageReport> {
  const workspaceId = viewer.workspace.id;
  const [entitlements, billing, scanLimit] = await Promise.all([
    gatekeeper().getEntitlements(viewer, now),
    findBilling(db, workspaceId),
    findScanLimit(db, workspaceId, now),
  ]);
  const billingDay = billingDayOf(billing);
  const period = periodAt(billingDay, now);
  const earlier = lastPeriods(billingDay, now, periodsShown).slice(0, -1);
  const asked = { workspaceId, entitlements, scanLimit, period, earlier };
  const { meters, overruns } = await readMeters(db, asked, now);
  const hidden = await Promise.all(hiddenOf(overruns).map((each) => countHiddenScans(db, workspaceId, each)));
  return {
    period,
    tier: entitlements.tier,
    meters,
    overage: overageOf(entitlements, billing.currency, meters),
    scansHidden: hidden.reduce((total, each) => total + each, 0),
  };
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
