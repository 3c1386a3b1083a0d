import type Stripe from "stripe";
import { type Entitlements, resolve } from "#lib/entitlements/resolve.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { env } from "#lib/env/server.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { minuteMs } from "#shared/time.ts";
import { requireBilling } from "./access.ts";
import { askStripe } from "./ask-stripe.ts";
import { found } from "./mirror/read-customer.ts";
import { holdsPlace, isOver, type SubscriptionRow } from "./mirror/subscription-row.ts";
import { type SyncTools, syncCustomer } from "./mirror/sync-customer.ts";
import * as store from "./store.ts";
import { idempotent } from "./stripe.ts";

export type BillingState = {
  access: Entitlements;
  /** The plan that is paid for now, or that a payment may bring back; null for none. */
  subscription: SubscriptionRow | null;
};

/** Access and subscription of the viewer's workspace, from our own tables: Stripe is not asked. */
export async function getBillingState(db: Prisma, viewer: Viewer, now: Date): Promise<BillingState> {
  const [facts, rows] = await Promise.all([
    findAccessFacts(db, viewer.workspace.id),
    store.listSubscriptions(db, viewer.workspace.id),
  ]);
  return {
    access: resolve(facts, now, env().GATEKEEPER_ENABLED),
    subscription: rows.find(holdsPlace) ?? null,
  };
}

/**
 * The plan that the viewer may change.
 * @throws Refusal `forbidden`, `unavailable` where nothing is sold, `not_found` without a plan
 */
export async function requireSubscription({ db }: SyncTools, viewer: Viewer): Promise<SubscriptionRow> {
  requireBilling(viewer);
  const rows = await store.listSubscriptions(db, viewer.workspace.id);
  const row = rows.find(holdsPlace);
  if (!row) throw new Refusal("not_found");
  return row;
}

/**
 * Ends the plan with its period, also while a payment for it is due. One that is unpaid gives
 * nothing and ends at once: Stripe then tries its open invoice no more. Doing it twice is doing it
 * once.
 * @throws Refusal `forbidden`, `not_found` without a plan, `unavailable` when Stripe does not answer
 */
export async function cancelSubscription(tools: SyncTools, viewer: Viewer): Promise<BillingState> {
  const row = await requireSubscription(tools, viewer);
  if (row.cancelAt === null || row.status === "unpaid") {
    await askStripe(async () => {
      // Asked for now: what we know as unpaid may have been paid since.
      const standing = await tools.stripe.subscriptions.retrieve(row.id);
      // Stripe takes no idempotency key here and needs none: a second one finds nothing to end.
      if (standing.status === "unpaid") await found(tools.stripe.subscriptions.cancel(row.id));
      else if (!isOver(standing.status)) await cancelAtPeriodEnd(tools, row, standing);
      await syncCustomer(tools, row.customerId);
    });
  }
  return getBillingState(tools.db, viewer, tools.now());
}

async function cancelAtPeriodEnd(
  tools: SyncTools,
  row: SubscriptionRow,
  { schedule }: Stripe.Subscription,
): Promise<void> {
  // Stripe takes no cancellation while a schedule leads the subscription.
  if (schedule !== null) await releaseSchedule(tools, schedule);
  await tools.stripe.subscriptions.update(
    row.id,
    { cancel_at_period_end: true },
    await keyOf(tools, "cancel", row),
  );
}

/**
 * Takes a cancellation back before it has come true.
 * @throws Refusal `forbidden`, `not_found` without a plan, `unavailable` when Stripe does not answer
 */
export async function resumeSubscription(tools: SyncTools, viewer: Viewer): Promise<BillingState> {
  const row = await requireSubscription(tools, viewer);
  if (row.cancelAt !== null) {
    // Stripe's portal writes a date where its API writes a flag; each is taken back its own way.
    const undo = row.details.isCancelingAtPeriodEnd
      ? { cancel_at_period_end: false }
      : { cancel_at: "" as const };
    await askStripe(async () => {
      await tools.stripe.subscriptions.update(row.id, undo, await keyOf(tools, "resume", row));
      await syncCustomer(tools, row.customerId);
    });
  }
  return getBillingState(tools.db, viewer, tools.now());
}

/**
 * The same for ten minutes, or until something about the subscription has changed here: then the
 * deed is a new one, and Stripe must not answer it with what it answered the first time. The time
 * is for what was undone at Stripe's own page without our having heard of it.
 */
export async function keyOf({ db, now }: SyncTools, action: string, row: SubscriptionRow) {
  const changedAt = await store.findSubscriptionChange(db, row.workspaceId, row.id);
  return idempotent(action, row.id, changedAt.getTime(), Math.floor(now().getTime() / (10 * minuteMs)));
}

/** Lets go of what a schedule would do later; what the subscription is now stays. */
export async function releaseSchedule(
  { stripe }: Pick<SyncTools, "stripe">,
  schedule: string | { id: string },
): Promise<void> {
  const id = typeof schedule === "string" ? schedule : schedule.id;
  await stripe.subscriptionSchedules.release(id, {}, idempotent("release", id));
}
