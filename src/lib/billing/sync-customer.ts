import type Stripe from "stripe";
import { env } from "#lib/env/server.ts";
import type { PrismaRoot } from "#platform/db/prisma.ts";
import { markProcessed, pendingEventIds } from "./inbox.ts";
import { readCustomer } from "./read-customer.ts";
import * as store from "./store.ts";
import type { BillingSettings } from "./subscription-row.ts";
import { type Written, writeReading } from "./write-reading.ts";

export type SyncOutcome =
  /** No workspace of ours has this customer: nothing was read and nothing changed. */
  | { kind: "unknown_customer" }
  /** A reading that began later was written first: it holds all that this one would have told. */
  | { kind: "outrun" }
  | Written;

export type SyncTools = { db: PrismaRoot; stripe: Stripe; now: () => Date };

/** Longer than Prisma's five seconds: a workspace's row may be waited for. */
const transactionOptions = { maxWait: 10_000, timeout: 15_000 };

export function billingSettings(): BillingSettings {
  return { prices: env(), graceHours: env().BILLING_GRACE_HOURS };
}

/**
 * Makes our idea of a customer equal to Stripe's. The one writer of billing state: webhooks, pages
 * that come back from Stripe, reconciliation and people all call it. Safe at any time, in any
 * order and any number of times.
 */
export async function syncCustomer(tools: SyncTools, customerId: string): Promise<SyncOutcome> {
  const { db, stripe, now } = tools;
  const customer = await store.findCustomer(db, customerId);
  if (!customer) return { kind: "unknown_customer" };
  // Both before the reading: what was delivered until here is in what Stripe then says.
  const eventIds = await pendingEventIds(db, customerId);
  const ticket = await store.drawTicket(db);
  const reading = await readCustomer(stripe, customerId, await store.listLiveSubscriptionIds(db, customerId));
  return db.$transaction(async (tx) => {
    const outcome = (await store.passFence(tx, customerId, ticket))
      ? await writeReading(tx, customer.workspaceId, reading, billingSettings(), now())
      : { kind: "outrun" as const };
    await markProcessed(tx, eventIds, now());
    return outcome;
  }, transactionOptions);
}
