import Stripe from "stripe";
import { type Prisma, sql } from "#platform/db/prisma.ts";
import { closeIntents } from "./buying/intents.ts";
import { found } from "./mirror/read-customer.ts";
import { isOver } from "./mirror/subscription-row.ts";
import { type SyncTools, syncCustomer } from "./mirror/sync-customer.ts";
import { idempotent } from "./stripe.ts";

/** More than one customer of ours ever has. */
const mostListed = 1_000;

/**
 * Sees to it that the workspace pays nothing any more: open checkouts are closed, and every
 * subscription ends at once, those included that we have not heard of yet. What was paid is not
 * given back. Doing it again finds nothing left to do.
 * @throws whatever Stripe's client throws; then it has to be done again
 */
export async function endBilling(tools: SyncTools, workspaceId: string): Promise<void> {
  for (const { id } of await listCustomers(tools.db, workspaceId)) {
    await closeCheckouts(tools, id);
    await endSubscriptions(tools, id);
    await syncCustomer(tools, id);
  }
  await closeIntents(tools.db, workspaceId, "expired");
}

/**
 * Deletes the workspace's customers at Stripe, with their cards and addresses; their invoices stay
 * there, and here.
 * @throws whatever Stripe's client throws; then it has to be done again
 */
export async function forgetCustomers(tools: SyncTools, workspaceId: string): Promise<void> {
  for (const { id } of await listCustomers(tools.db, workspaceId)) {
    // A DELETE is idempotent by itself: Stripe takes no key for it.
    await found(tools.stripe.customers.del(id));
    await syncCustomer(tools, id);
  }
}

/** Forgets the workspace's cards, and where it was about to pay. */
export async function eraseBillingDetails(tx: Prisma, workspaceId: string): Promise<void> {
  await tx.billingPaymentMethod.deleteMany({ where: { workspaceId } });
  await tx.checkoutIntent.updateMany({ where: { workspaceId }, data: { url: null } });
}

/**
 * Empties what was delivered about the deleted customers of closed workspaces: it tells who they
 * were. What is still to be processed is left for the next time.
 * @param since when they were deleted or closed at the earliest: of others it was done before
 */
export async function blankDeliveries(db: Prisma, since: Date): Promise<void> {
  await db.$executeRaw(sql`
    UPDATE webhook_events SET payload = '{}'
    WHERE state <> 'pending' AND payload <> '{}' AND customer_id IN (
      SELECT c.id FROM billing_customers c JOIN workspaces w ON w.id = c.workspace_id
      WHERE c.deleted_at IS NOT NULL AND w.closed_at IS NOT NULL
        AND (c.deleted_at >= ${since} OR w.closed_at >= ${since}))`);
}

/** Closed workspaces in which something may still be paid, as far as we have heard, those after `last`. */
export async function listStillPaying(db: Prisma, last: string | null, limit: number): Promise<string[]> {
  const rows = await db.workspace.findMany({
    where: {
      ...(last !== null && { id: { gt: last } }),
      closedAt: { not: null },
      OR: [
        { subscriptions: { some: { status: { notIn: ["canceled", "incomplete_expired"] } } } },
        { checkoutIntents: { some: { state: "open" } } },
      ],
    },
    select: { id: true },
    orderBy: { id: "asc" },
    take: limit,
  });
  return rows.map(({ id }) => id);
}

/** Those that Stripe still has. */
function listCustomers(db: Prisma, workspaceId: string): Promise<{ id: string }[]> {
  return db.billingCustomer.findMany({ where: { workspaceId, deletedAt: null }, select: { id: true } });
}

async function closeCheckouts({ stripe }: SyncTools, customer: string): Promise<void> {
  const open = stripe.checkout.sessions.list({ customer, status: "open", limit: 100 });
  for (const { id } of (await found(open.autoPagingToArray({ limit: mostListed }))) ?? []) {
    try {
      await stripe.checkout.sessions.expire(id, {}, idempotent("expire", id));
    } catch (error) {
      // Paid or expired meanwhile: what was bought is among the subscriptions that are read next.
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    }
  }
}

async function endSubscriptions({ stripe }: SyncTools, customer: string): Promise<void> {
  const all = stripe.subscriptions.list({ customer, status: "all", limit: 100 });
  for (const { id, status } of (await found(all.autoPagingToArray({ limit: mostListed }))) ?? []) {
    // Stripe stops collecting what is open or in draft, and cancels a schedule along with it.
    if (!isOver(status)) await found(stripe.subscriptions.cancel(id));
  }
}
