import type { Prisma } from "#platform/db/prisma.ts";
import type { Delivery } from "./webhooks/store.ts";

// Looks across all workspaces, so that nothing here is for anybody but admins.

const workspace = { select: { id: true, name: true } };

export type TroubledEvent = Omit<Delivery, "occurredAt" | "processedAt">;

const troubled = {
  OR: [{ state: "set_aside" as const }, { state: "pending" as const, attempts: { gt: 0 } }],
};

/** Events that were set aside, and those that failed and will be tried again; the newest first. */
export function listTroubledEvents(db: Prisma, limit: number): Promise<TroubledEvent[]> {
  return db.webhookEvent.findMany({
    where: troubled,
    select: {
      id: true,
      type: true,
      state: true,
      customerId: true,
      attempts: true,
      error: true,
      receivedAt: true,
      nextAttemptAt: true,
    },
    orderBy: [{ state: "desc" }, { receivedAt: "desc" }],
    take: limit,
  });
}

export function countTroubledEvents(db: Prisma): Promise<number> {
  return db.webhookEvent.count({ where: troubled });
}

export function countSetAsideEvents(db: Prisma): Promise<number> {
  return db.webhookEvent.count({ where: { state: "set_aside" } });
}

/** The oldest first: what they tell is then told in its order. */
export async function listSetAsideEventIds(db: Prisma, limit: number): Promise<string[]> {
  const rows = await db.webhookEvent.findMany({
    where: { state: "set_aside" },
    select: { id: true },
    orderBy: { receivedAt: "asc" },
    take: limit,
  });
  return rows.map(({ id }) => id);
}

export function findEvents(db: Prisma, ids: string[]) {
  return db.webhookEvent.findMany({
    where: { id: { in: ids } },
    select: { id: true, state: true, attempts: true, error: true },
  });
}

const subscriptionColumns = {
  id: true,
  status: true,
  priceId: true,
  amountMinor: true,
  currency: true,
  graceUntil: true,
  setAsideReason: true,
  updatedAt: true,
  workspace,
};

/** Subscriptions that are not over and of which a person has to decide. */
export function listSetAsideSubscriptions(db: Prisma, limit: number) {
  return db.billingSubscription.findMany({
    where: { setAsideReason: { not: null }, status: { notIn: ["canceled", "incomplete_expired"] } },
    select: subscriptionColumns,
    orderBy: { updatedAt: "desc" },
    take: limit,
  });
}

/** Subscriptions whose last payment failed; those whose grace ends first come first. */
export function listFailingPayments(db: Prisma, limit: number) {
  return db.billingSubscription.findMany({
    where: { status: { in: ["past_due", "unpaid"] } },
    select: subscriptionColumns,
    orderBy: [{ graceUntil: "asc" }, { id: "asc" }],
    take: limit,
  });
}

/** Those that the bank has decided, or that were only asked about, need nobody any more. */
const settledDisputes = ["won", "lost", "warning_closed", "prevented"];

export function listOpenDisputes(db: Prisma, limit: number) {
  return db.billingDispute.findMany({
    where: { status: { notIn: settledDisputes } },
    select: {
      id: true,
      status: true,
      reason: true,
      amountMinor: true,
      currency: true,
      openedAt: true,
      workspace,
    },
    orderBy: { openedAt: "desc" },
    take: limit,
  });
}

export function listWarnings(db: Prisma, limit: number) {
  return db.auditEvent.findMany({
    where: { action: { startsWith: "warning." } },
    select: { id: true, action: true, subject: true, after: true, at: true },
    orderBy: { at: "desc" },
    take: limit,
  });
}
