import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import type { Entitlements } from "#lib/entitlements/resolve.ts";
import { parseTier } from "#lib/entitlements/tiers.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { holdsPlace, isOver, type SubscriptionRow } from "./mirror/subscription-row.ts";
import { type PlanName, planOfTier } from "./plans.ts";
import * as store from "./store.ts";

/** What the billing page says; each is a sentence in messages under `billing.states`. */
export const billingViews = [
  "free",
  "trial",
  "given",
  "active",
  "canceling",
  "grace",
  "restricted",
  "paused",
  "incomplete",
  "ended",
  "set_aside",
] as const;
export type BillingView = (typeof billingViews)[number];

type Facts = {
  access: Pick<Entitlements, "source" | "graceUntil">;
  /** Every subscription that the workspace has or had. */
  rows: readonly SubscriptionRow[];
};

/** Which of the page's states a workspace is in: what is paid for comes before what is given. */
export function decideBillingView({ access, rows }: Facts): BillingView {
  const subscription = rows.find(holdsPlace);
  if (!subscription) return decideWithoutPlan(access, rows);
  switch (subscription.status) {
    case "active":
    case "trialing":
      return subscription.cancelAt === null ? "active" : "canceling";
    case "past_due":
      return access.graceUntil === null ? "restricted" : "grace";
    case "paused":
      return "paused";
    // unpaid, and whatever Stripe may invent: no access until something is paid.
    default:
      return "restricted";
  }
}

function decideWithoutPlan(access: Facts["access"], rows: Facts["rows"]): BillingView {
  if (rows.some(isIncomplete)) return "incomplete";
  // A price that we do not know keeps what it gave.
  if (access.source === "subscription") return "set_aside";
  if (access.source === "trial") return "trial";
  if (hasOtherAccess(access)) return "given";
  return findEndedPlan(rows) ? "ended" : "free";
}

/** Whether something besides a subscription gives access, such as the rest of a trial. */
export function hasOtherAccess({ source }: Pick<Entitlements, "source">): boolean {
  return source !== "free" && source !== "subscription";
}

/** Begun, and its first payment still has to be confirmed or made. */
export function isIncomplete(row: SubscriptionRow): boolean {
  return row.kind === "plan" && row.status === "incomplete" && row.setAsideReason === null;
}

/** The plan that ended last, or null for a workspace that has never paid. */
export function findEndedPlan(rows: readonly SubscriptionRow[]): SubscriptionRow | null {
  const ended = rows.filter(
    ({ kind, status, endedAt }) => kind === "plan" && status === "canceled" && endedAt,
  );
  return ended.sort((a, b) => (b.endedAt?.getTime() ?? 0) - (a.endedAt?.getTime() ?? 0))[0] ?? null;
}

/** Why a person of ours looks at something of the workspace's, each reason once. */
export function setAsideReasons(rows: readonly SubscriptionRow[]): string[] {
  const reasons = rows.filter(({ status }) => !isOver(status)).flatMap((row) => row.setAsideReason ?? []);
  return [...new Set(reasons)];
}

export type BillingSummary = {
  view: BillingView;
  access: Entitlements;
  /** The plan that is paid for now, or that a payment may bring back; null for none. */
  subscription: SubscriptionRow | null;
  rows: SubscriptionRow[];
  /** The plan to name: what is paid for, or else what is given. */
  plan: PlanName;
};

/** Where the viewer's workspace stands, from our own tables: Stripe is not asked. */
export async function getBillingSummary(db: Prisma, viewer: Viewer, now: Date): Promise<BillingSummary> {
  const [access, rows] = await Promise.all([
    gatekeeper().getEntitlements(viewer, now),
    store.listSubscriptions(db, viewer.workspace.id),
  ]);
  const subscription = rows.find(holdsPlace) ?? null;
  const tier = parseTier(subscription?.tier ?? null) ?? access.tier;
  return {
    view: decideBillingView({ access, rows }),
    access,
    subscription,
    rows,
    plan: planOfTier(tier)?.name ?? "free",
  };
}
